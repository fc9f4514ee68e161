/**
 * The golden netlists, one entry a file of netlists/golden: what each shows, and the spins in which it settles (ground states all).
 *
 * @param library the library's door, from dist or src; @param read reads a file of the repository as text.
 */
export function makeGoldens(library, read) {
  const profile = (name) => {
    const board = library.parseBoard(read(`hardware/boards/${name}.json`), `${name}.json`);
    const device = library.parseDevice(read(`hardware/devices/${board.device}.json`), `${board.device}.json`);
    return library.resolveProfile(board, device, `${name}.json`);
  };
  const petersen = library.encodeProblem(
    library.parseProblem(read("problems/max-cut/petersen.mc"), "petersen.mc"),
  ).network;
  // A frustrated ring: edge 2-3 attracts, the others repel, and the bias of neurons 0 and 3 chooses between the states.
  const ring = new Float64Array(16);
  for (const [i, j, w] of [
    [0, 1, -1],
    [1, 2, -2],
    [2, 3, 1],
    [0, 3, -1],
  ]) {
    ring[i * 4 + j] = w;
    ring[j * 4 + i] = w;
  }
  const biasedRing = library.createNetwork(4, ring, Float64Array.from([1, 0, 0, 0.5]));

  const golden = (instance, network, topology, hardware, schedule, shows, spins) => {
    const suffix = hardware === "ideal" ? "ideal" : hardware.split("-")[0];
    const crossbar = library.mapToCrossbar(network, profile(hardware), 1);
    const hopfield = library.buildHopfieldCircuit(topology, {
      crossbar,
      profile: profile(hardware),
      schedule: library.schedules[schedule],
      fieldScale: library.fieldScale(network),
      seed: 1,
      instance,
    });
    const file = `${instance}-${topology}-${suffix}.cir`;
    return { file, shows, spins, network, crossbar, hopfield, text: library.printNetlist(hopfield.circuit) };
  };
  return [
    golden(
      "petersen",
      petersen,
      "passive",
      "ideal",
      "ramp",
      "The Petersen graph as MAX-CUT on passive rows: a gain ramp, neither noise nor feedback",
      "-++-++--++",
    ),
    golden(
      "petersen",
      petersen,
      "virtual-ground",
      "ideal",
      "ramp",
      "The same network with op-amp virtual grounds: the state node carries the inverted state",
      "-++-++--++",
    ),
    golden(
      "petersen",
      petersen,
      "passive",
      "taox-cai-2020",
      "anneal",
      "The same task on measured devices with programming errors, and the default anneal: self-coupling, momentum and noise",
      "+-+-----++",
    ),
    golden(
      "ring-4-bias",
      biasedRing,
      "passive",
      "ideal",
      "ramp",
      "A ring of four neurons with weights of both signs and a bias column: small enough to check by hand",
      "+-++",
    ),
  ];
}
