/**
 * Runs dwave-neal's core on a MAX-CUT graph: one line with its processor seconds and the cut of each read.
 *
 *   g++ -O3 -march=native -std=c++17 -I DIR -o neal bench/neal.cpp DIR/cpu_sa.cpp
 *   ./neal GRAPH HOT_BETA COLD_BETA SWEEPS READS SEED
 *
 * DIR is dwave/samplers/sa/src of dwavesystems/dwave-samplers. GRAPH holds "n m", then m lines "u v w" from 1. Sequential
 * Metropolis sweeps, inverse temperatures in geometric steps, as the sampler's defaults are.
 */
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>
#include <vector>

#include "cpu_sa.h"

using namespace dwave::samplers::sa;

static double seconds() { return double(clock()) / CLOCKS_PER_SEC; }

int main(int count, char** args) {
  if (count != 7) return 1;
  FILE* file = fopen(args[1], "r");
  int n, m;
  if (file == nullptr || fscanf(file, "%d %d", &n, &m) != 2) return 2;
  std::vector<int> from(m), to(m);
  std::vector<double> weights(m), fields(n, 0.0);
  double total = 0;
  for (int k = 0; k < m; k++) {
    if (fscanf(file, "%d %d %lf", &from[k], &to[k], &weights[k]) != 3) return 3;
    from[k]--;
    to[k]--;
    total += weights[k];
  }
  const double hot = atof(args[2]), cold = atof(args[3]);
  const int sweeps = atoi(args[4]), reads = atoi(args[5]);
  std::vector<double> betas(sweeps), energies(reads);
  for (int k = 0; k < sweeps; k++) betas[k] = hot * pow(cold / hot, sweeps > 1 ? double(k) / (sweeps - 1) : 1.0);
  std::mt19937_64 random(strtoull(args[6], nullptr, 10));
  std::vector<std::int8_t> states(size_t(n) * reads);
  for (auto& spin : states) spin = random() >> 63 ? 1 : -1;
  const double start = seconds();
  general_simulated_annealing(states.data(), energies.data(), reads, fields, from, to, weights, 1, betas, random(),
                              Sequential, Metropolis, nullptr, nullptr);
  printf("%.6f", seconds() - start);
  for (double energy : energies) printf(" %.0f", (total - energy) / 2);
  printf("\n");
}
