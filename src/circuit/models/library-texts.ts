/**
 * The texts of netlists/models, by model: a browser has no files. Written by `node netlists/models/embed.js`, and longer than
 * other files because it is data; a test holds it equal to the files.
 */
export const libraryTexts: Readonly<Record<string, string>> = {
  hp_biolek: `* HP memristor: linear ion drift with Biolek's window
*
* Sources: Strukov et al., Nature 453, 80 (2008) (drift); Biolek, Biolek and Biolkova, Radioengineering 18,
* 210 (2009) (window, values of the defaults).
*
*   v = (ron x + roff (1 - x)) i          x' = mu ron / d^2  i  f(x, i)       f = 1 - (x - step(-i))^(2 p)
*
* Use:  .include hp_biolek.lib
*       X1 a b s hp_biolek ron=200 x0=0.5            a current from a to b raises x, so it lowers the resistance
*
* Ports:  plus  minus  x (doped share of the film, 0 to 1, as volts; leave it open or probe it)
*
* Smoothing: i f is written as pos(i) (1 - x^(2p)) - pos(-i) (1 - (1 - x)^(2p)), which is the same without a step; pos(u) =
* u^2/(u + isoft) for u > 0, else 0, has no corner, and rest stays rest. Past an end the window pulls back by itself.
* Guard: lim() keeps what the solver tries out, far outside of any solution, from overflowing; it never acts on a solution.
.subckt hp_biolek plus minus x
+ ron=100               ; ohm, fully doped film
+ roff=16k              ; ohm, undoped film
+ mu=1e-14              ; m^2/(V s), mobility of the vacancies
+ d=10n                 ; m, thickness of the film
+ p=2                   ; 1, exponent of the window
+ x0=0.31446540880503   ; 1, state at the start; this one is 11 kohm
+ isoft=10n             ; A, current below which the window changes sides softly
.param k={mu*ron/(d*d)}
.func pos(u,e) {u > 0 ? u*u/(u+e) : 0}
.func lim(u,lo,hi) {min(max(u,lo),hi)}
.func res(s) {roff-(roff-ron)*lim(s,0,1)}
.func drift(c,s) {pos(c,isoft)*(1-(s*s)^p)-pos(-c,isoft)*(1-((1-s)*(1-s))^p)}
.ic v(x)={x0}
Cx x 0 1
Bx 0 x I={k*drift(v(plus,minus)/res(v(x)),lim(v(x),-0.1,1.1))}
Bm plus minus I={v(plus,minus)/res(v(x))}
.ends hp_biolek
`,
  hp_joglekar: `* HP memristor: linear ion drift with Joglekar's window
*
* Sources: Strukov et al., Nature 453, 80 (2008) (drift); Joglekar and Wolf, Eur. J. Phys. 30, 661 (2009) (window); Biolek,
* Biolek and Biolkova, Radioengineering 18, 210 (2009) (values of the defaults, x0 for 11 kohm).
*
*   v = (ron x + roff (1 - x)) i          x' = mu ron / d^2  i  f(x)          f = 1 - (2 x - 1)^(2 p)
*
* Use:  .include hp_joglekar.lib
*       X1 a b s hp_joglekar ron=200 x0=0.5          a current from a to b raises x, so it lowers the resistance
*
* Ports:  plus  minus  x (doped share of the film, 0 to 1, as volts; leave it open or probe it)
*
* Smoothing: f is kept from going below zero beyond the ends by u^2/(u + 1e-6) for u > 0, which has no corner: with a
* negative f a state that rounding has pushed past an end would run away. A state at an end stays there, as the window
* says. Without the window (win=0) the drift ends in tanh of the distance to the end over edge.
* Guard: lim() keeps what the solver tries out, far outside of any solution, from overflowing; it never acts on a solution.
.subckt hp_joglekar plus minus x
+ ron=100               ; ohm, fully doped film
+ roff=16k              ; ohm, undoped film
+ mu=1e-14              ; m^2/(V s), mobility of the vacancies
+ d=10n                 ; m, thickness of the film
+ p=2                   ; 1, exponent of the window
+ win=1                 ; 1: Joglekar's window, 0: none
+ x0=0.31446540880503   ; 1, state at the start; this one is 11 kohm
+ edge=1m               ; 1, width of the soft end without a window
.param k={mu*ron/(d*d)}
.func pos(u,e) {u > 0 ? u*u/(u+e) : 0}
.func lim(u,lo,hi) {min(max(u,lo),hi)}
.func res(s) {roff-(roff-ron)*lim(s,0,1)}
.func joglekar(s) {pos(1-((2*s-1)*(2*s-1))^p,1e-6)}
.func soft(s,c) {c > 0 ? tanh((1-s)/edge) : tanh(s/edge)}
.ic v(x)={x0}
Cx x 0 1
Bx 0 x I={k*v(plus,minus)/res(v(x))*(win > 0 ? (joglekar(v(x))) : (soft(v(x),v(plus,minus))))}
Bm plus minus I={v(plus,minus)/res(v(x))}
.ends hp_joglekar
`,
  sky130_reram: `* SKY130 ReRAM cell: the filament model of SkyWater's open process kit, without Verilog-A
*
* Source: equations and values of sky130_fd_pr_reram__reram_cell, release 2.0.3 of the library sky130_fd_pr_reram (SkyWater PDK
* Authors, 2020), given there as Verilog-A; written anew for ngspice.
*
*   i = i_k1 e^(-(tox - x)/(tox - tfil_ref)) sinh(v/v_ref)                        x: length of the filament
*   x' = vel_k1 (e^(-(e_gen - h v)/kT) - e^(-(e_rec + h v)/kT)),   h = a0/tox (gamma_k0 + gamma_k1 ((tox - x)/1 nm)^3)
*   T' = |v i|/c_th - (T - t0)/tau_th
*
* Use:  .include sky130_reram.lib
*       X1 te be s sky130_reram x0=4n                a voltage from te (plus) to be (minus) lengthens the filament
*
* Ports:  plus (top electrode)  minus (bottom electrode)  x (filament in nanometres, as volts; leave it open or probe it)
* The temperature in kelvin is the voltage of the inner node temp: v(x1.temp).
*
* Smoothing: the published code cuts x off at tfil_min and tfil_max and steps it explicitly, at most 1 ns at a time; here
* growth and shrinking end in tanh of the distance to the end over edge, and both states are integrated by the simulator. The law's
* speed has no bound in the voltage: a speed s is taken as s/(1 + s/fast), exponents are cut at 100.
* Guard: lim() keeps what the solver tries out, far outside of any solution, from overflowing; it never acts on a solution.
.subckt sky130_reram plus minus x
+ i_k1=61.4u         ; A, current scale
+ tfil_ref=4.7249n   ; m, filament at which the current is i_k1 sinh(v/v_ref)/e
+ v_ref=0.43         ; V, bend of the current
+ tox=5n             ; m, thickness of the oxide
+ tfil_min=3.3n      ; m, shortest filament
+ tfil_max=4.9n      ; m, longest filament
+ e_gen=1.501        ; eV, activation energy of generating a vacancy
+ e_rec=1.5          ; eV, activation energy of recombination
+ vel_k1=150         ; m/s, attempt velocity
+ gamma_k0=16.5      ; 1, field enhancement of a whole filament
+ gamma_k1=-1.25     ; 1, its change with the cube of the gap in nm
+ a0=0.25n           ; m, atomic distance
+ t0=300             ; K, ambient temperature
+ c_th=3.1825e-16    ; J/K, thermal capacitance
+ tau_th=0.23n       ; s, thermal time constant
+ x0=3.3n            ; m, filament at the start
+ fast=1000          ; m/s, greatest speed
+ edge=1p            ; m, width of the soft ends
.func lim(u,lo,hi) {min(max(u,lo),hi)}
.func fil(s) {lim(s,(tfil_min-9*edge)*1e9,(tfil_max+9*edge)*1e9)}
.func amps(u,s) {i_k1*exp(-(tox*1e9-fil(s))/((tox-tfil_ref)*1e9))*sinh(lim(u/v_ref,-60,60))}
.func lower(u,s) {a0/tox*(gamma_k0+gamma_k1*(tox*1e9-fil(s))*(tox*1e9-fil(s))*(tox*1e9-fil(s)))*u}
.func act(e,temp) {vel_k1*exp(min(-e/(8.617333262e-5*max(temp,50)),100))}
.func bound(r) {r/(1+r/fast)}
.func grow(u,s,temp) {bound(act(e_gen-lower(u,s),temp))*tanh((tfil_max*1e9-s)/(edge*1e9))}
.func shrink(u,s,temp) {bound(act(e_rec+lower(u,s),temp))*tanh((s-tfil_min*1e9)/(edge*1e9))}
.ic v(x)={x0*1e9} v(temp)={t0}
Cx x 0 1
Bx 0 x I={1e9*(grow(v(plus,minus),v(x),v(temp))-shrink(v(plus,minus),v(x),v(temp)))}
Ct temp amb {c_th}
Rt temp amb {tau_th/c_th}
Vt amb 0 {t0}
Bt 0 temp I={v(plus,minus)*amps(v(plus,minus),v(x))}
Bm plus minus I={amps(v(plus,minus),v(x))}
.ends sky130_reram
`,
  stanford_pku: `* Stanford-PKU model of oxide RRAM: a tunnelling gap that opens and closes, with self-heating
*
* Source: Jiang, Wu, Engel, Yu et al., IEEE Trans. Electron Devices 63, 1884 (2016); Guan, Yu and Wong, IEEE Electron
* Device Letters 33, 1405 (2012). Defaults: the published set for HfO2 of 12 nm. Without the model's random gap.
*
*   i = i0 e^(-g/g0) sinh(v/v0)
*   g' = -vel0 e^(-ea/kT) sinh(gamma a0 v/(tox kT)),   gamma = gamma0 - beta g^3 (g in nm),   T = t0 + v i rth,   kT in eV
*   gamma counts as 0, so that the gap rests, while gamma |v|/tox is below fmin
*
* Use:  .include stanford_pku.lib
*       X1 a b s stanford_pku x0=0.2n                a voltage from a to b closes the gap, so it lowers the resistance
*
* Ports:  plus  minus  x (gap g in nanometres, as volts; leave it open or probe it)
*
* Smoothing: the gap stops at gmin and gmax by tanh of the distance to the end over edge; a hard stop stalls the
* simulator. The threshold fmin is a tanh of relative width fsoft.
* Use .options method=gear reltol=1e-4: with the trapezoidal rule the set comes too late. The device needs a
* current limit outside (a resistor, a transistor), as the real one does.
* Guard: lim() keeps what the solver tries out, far outside of any solution, from overflowing; it never acts on a solution.
.subckt stanford_pku plus minus x
+ i0=1m          ; A, current scale
+ g0=0.25n       ; m, decay length of the current
+ v0=0.25        ; V, bend of the current
+ vel0=10        ; m/s, attempt velocity of the gap
+ ea=0.6         ; eV, activation energy
+ gamma0=16      ; 1, field enhancement without a gap
+ beta=0.8       ; 1/nm^3, how the gap lowers it
+ a0=0.25n       ; m, hopping distance
+ tox=12n        ; m, thickness of the oxide
+ fmin=1.4g      ; V/m, least enhanced field that moves the gap
+ rth=2100       ; K/W, thermal resistance
+ t0=298         ; K, ambient temperature
+ gmin=0.2n      ; m, smallest gap
+ gmax=1.7n      ; m, largest gap
+ x0=1.7n        ; m, gap at the start
+ edge=10p       ; m, width of the soft ends
+ fsoft=0.1m     ; 1, relative width of the threshold of the field
.func lim(u,lo,hi) {min(max(u,lo),hi)}
.func gap(g) {lim(g,(gmin-9*edge)*1e9,(gmax+9*edge)*1e9)}
.func amps(u,g) {i0*exp(-gap(g)/(g0*1e9))*sinh(lim(u/v0,-60,60))}
.func kt(u,g) {8.617333262e-5*(t0+u*amps(u,g)*rth)}
.func gamma(g) {gamma0-beta*gap(g)*gap(g)*gap(g)}
.func hop(u,g) {exp(-ea/kt(u,g))*sinh(lim(gamma(g)*a0/tox*u/kt(u,g),-100,100))}
.func gate(u,g) {0.5+0.5*tanh((gamma(g)*abs(u)/(tox*fmin)-1)/fsoft)}
.func ends(u,g) {u > 0 ? tanh((g-gmin*1e9)/(edge*1e9)) : tanh((gmax*1e9-g)/(edge*1e9))}
.ic v(x)={x0*1e9}
Cx x 0 1
Bx 0 x I={-1e9*vel0*gate(v(plus,minus),v(x))*hop(v(plus,minus),v(x))*ends(v(plus,minus),v(x))}
Bm plus minus I={amps(v(plus,minus),v(x))}
.ends stanford_pku
`,
  taox: `* Tantalum oxide memristor of Strachan et al.
*
* Source: Strachan, Torrezan, Miao, Pickett, Yang, Yi, Medeiros-Ribeiro and Williams, IEEE Trans. Electron Devices 60, 2194
* (2013).
*
*   i = v (x gm + (1 - x) a e^(b sqrt|v|))
*   v > 0:  x' = bset sinh(v/s_on) e^(-x^2/x_on^2) e^(i v/s_p)
*   v < 0:  x' = areset sinh(v/s_off) e^(-x_off^2/x^2) e^(1/(1 + beta i v))
*
* Use:  .include taox.lib
*       X1 a b s taox x0=0.05                        a voltage from a to b raises x and the conductance
*
* Ports:  plus  minus  x (metallic share of the channel, 0 to 1, as volts; leave it open or probe it)
*
* Smoothing: growth ends in tanh of the distance to 1 over edge; shrinking ends by its own law. Beyond about 0.7 V the law gives
* speeds without any bound (e^(i v/s_p)), faster than a simulator's least step: a speed s is taken as s/(1 + |s|/fast).
* Use .options method=gear reltol=1e-4: the trapezoidal rule overshoots at the end of a set. Exponents are cut at 150, and |v| in the square root is sqrt(v^2 + 1e-16), whose slope at 0 V is finite.
* Guard: lim() keeps what the solver tries out, far outside of any solution, from overflowing; it never acts on a solution.
.subckt taox plus minus x
+ gm=0.025       ; S, conductance of the channel
+ a=7.2u         ; S, conductance of the rest at low voltage
+ b=4.7          ; 1/sqrt(V), its growth with the voltage
+ areset=1e-10   ; 1/s, speed scale of reset
+ s_off=0.013    ; V, voltage scale of reset
+ x_off=0.4      ; 1, state scale of reset
+ beta=500       ; 1/W, power scale of reset
+ bset=1e-4      ; 1/s, speed scale of set
+ s_on=0.45      ; V, voltage scale of set
+ x_on=0.06      ; 1, state scale of set
+ s_p=4e-5       ; W, power scale of set
+ x0=0.05        ; 1, state at the start
+ fast=1e9       ; 1/s, greatest speed
+ edge=1m        ; 1, width of the soft end at 1
.func pos(u,e) {u > 0 ? u*u/(u+e) : 0}
.func lim(u,lo,hi) {min(max(u,lo),hi)}
.func siemens(u,s) {lim(s,0,1)*gm+(1-lim(s,0,1))*a*exp(lim(b*sqrt(sqrt(u*u+1e-16)),0,60))}
.func power(u,s) {u*u*siemens(u,s)}
.func drive(u,s) {min(power(u,s)/s_p-lim(s,0,1.1)*lim(s,0,1.1)/(x_on*x_on),150)}
.func grow(u,s) {bset*sinh(lim(u/s_on,-60,60))*exp(drive(u,s))*tanh((1-s)/edge)}
.func shrink(u,s) {areset*sinh(lim(u/s_off,-150,150))*exp(1/(1+beta*power(u,s))-x_off*x_off/(pos(s,1e-9)*pos(s,1e-9)+1e-9))}
.func law(u,s) {u > 0 ? (grow(u,s)) : (shrink(u,s))}
.func bound(r) {r/(1+abs(r)/fast)}
.ic v(x)={x0}
Cx x 0 1
Bx 0 x I={bound(law(v(plus,minus),v(x)))}
Bm plus minus I={v(plus,minus)*siemens(v(plus,minus),v(x))}
.ends taox
`,
  team: `* TEAM, the threshold adaptive memristor, driven by its current: x from x_on (ron) to x_off (roff)
*
* Source: Kvatinsky, Friedman, Kolodny and Weiser, IEEE Trans. Circuits Syst. I 60, 211 (2013); defaults:
* Kvatinsky et al., Verilog-A for memristor models, CCIT report 801, Technion (2011), with the currents of
* Pickett et al., J. Appl. Phys. 106, 074508 (2009); resistances as in VTEAM.
*
*   x' = k_off (i/i_off - 1)^alpha_off  for i > i_off > 0
*   x' = k_on  (i/i_on - 1)^alpha_on    for i < i_on < 0,   else 0
*   r  = ron + (roff - ron) s,  or  ron (roff/ron)^s with expo=1,  s = (x - x_on)/(x_off - x_on)
*   win=1 multiplies by e^(-e^((x - a_off)/w_c)) on the way off and e^(-e^((a_on - x)/w_c)) on the way on
*
* Use:  .include team.lib
*       X1 a b s team roff=10k x0=1n          a current from a to b above i_off raises x and the resistance
*
* Ports:  plus  minus  x (state in nanometres, as volts; leave it open or probe it)
*
* Smoothing: the threshold is a corner, rounded by pos(u) = u^2/(u + 1e-4) for u > 0. At the ends, where a hard stop would
* stall the simulator, the speed falls as tanh of the distance to the end over edge * (x_off - x_on).
* Guard: lim() keeps what the solver tries out, far outside of any solution, from overflowing; it never acts on a solution.
.subckt team plus minus x
+ ron=50         ; ohm, resistance at x_on
+ roff=1k        ; ohm, resistance at x_off
+ i_off=115u     ; A, threshold to switch off
+ i_on=-8.9u     ; A, threshold to switch on, negative
+ k_off=8e-13    ; m/s, speed of switching off at twice the threshold
+ k_on=-8e-13    ; m/s, speed of switching on at twice the threshold, negative
+ alpha_off=3    ; 1, exponent of switching off
+ alpha_on=3     ; 1, exponent of switching on
+ x_on=0         ; m, state of the lowest resistance
+ x_off=3n       ; m, state of the highest resistance
+ a_on=0         ; m, place of the window on the way on
+ a_off=3n       ; m, place of the window on the way off
+ w_c=107p       ; m, width of the window
+ win=0          ; 1: the window of the paper, 0: none but the soft ends
+ expo=0         ; 1: exponential resistance, 0: linear
+ x0=1.5n        ; m, state at the start
+ edge=1m        ; 1, width of the soft ends as a share of x_off - x_on
.param span={(x_off-x_on)*1e9}
.param lambda={ln(roff/ron)}
.func pos(u,e) {u > 0 ? u*u/(u+e) : 0}
.func lim(u,lo,hi) {min(max(u,lo),hi)}
.func res(s) {expo > 0 ? ron*exp(lambda*lim(s,0,1)) : ron+(roff-ron)*lim(s,0,1)}
.func share(y) {(y-x_on*1e9)/span}
.func woff(y) {tanh((1-share(y))/edge)*(win > 0 ? exp(-exp(lim((y-a_off*1e9)/(w_c*1e9),-60,60))) : 1)}
.func won(y) {tanh(share(y)/edge)*(win > 0 ? exp(-exp(lim((a_on*1e9-y)/(w_c*1e9),-60,60))) : 1)}
.func speed(c,y) {k_off*pos(c/i_off-1,1e-4)^alpha_off*woff(y)+k_on*pos(c/i_on-1,1e-4)^alpha_on*won(y)}
.ic v(x)={x0*1e9}
Cx x 0 1
Bx 0 x I={1e9*speed(v(plus,minus)/res(share(v(x))),v(x))}
Bm plus minus I={v(plus,minus)/res(share(v(x)))}
.ends team
`,
  vteam: `* VTEAM, the threshold adaptive memristor, driven by its voltage: x from x_on (ron) to x_off (roff)
*
* Source: Kvatinsky, Ramadan, Friedman and Kolodny, IEEE Trans. Circuits Syst. II 62, 786 (2015), with the
* values usually given with it.
*
*   x' = k_off (v/v_off - 1)^alpha_off  for v > v_off > 0
*   x' = k_on  (v/v_on - 1)^alpha_on    for v < v_on < 0,   else 0
*   r  = ron + (roff - ron) s,  or  ron (roff/ron)^s with expo=1,  s = (x - x_on)/(x_off - x_on)
*   win=1 multiplies by e^(-e^((x - a_off)/w_c)) on the way off and e^(-e^((a_on - x)/w_c)) on the way on
*
* Use:  .include vteam.lib
*       X1 a b s vteam roff=10k x0=1n         a voltage from a to b above v_off raises x and the resistance
*
* Ports:  plus  minus  x (state in nanometres, as volts; leave it open or probe it)
*
* Smoothing: the threshold is a corner, rounded by pos(u) = u^2/(u + 1e-4) for u > 0. At the ends, where a hard stop would
* stall the simulator, the speed falls as tanh of the distance to the end over edge * (x_off - x_on).
* Guard: lim() keeps what the solver tries out, far outside of any solution, from overflowing; it never acts on a solution.
.subckt vteam plus minus x
+ ron=50         ; ohm, resistance at x_on
+ roff=1k        ; ohm, resistance at x_off
+ v_off=0.02     ; V, threshold to switch off
+ v_on=-0.2      ; V, threshold to switch on, negative
+ k_off=5e-4     ; m/s, speed of switching off at twice the threshold
+ k_on=-10       ; m/s, speed of switching on at twice the threshold, negative
+ alpha_off=1    ; 1, exponent of switching off
+ alpha_on=3     ; 1, exponent of switching on
+ x_on=0         ; m, state of the lowest resistance
+ x_off=3n       ; m, state of the highest resistance
+ a_on=0         ; m, place of the window on the way on
+ a_off=3n       ; m, place of the window on the way off
+ w_c=107p       ; m, width of the window
+ win=0          ; 1: the window of TEAM, 0: none but the soft ends
+ expo=0         ; 1: exponential resistance, 0: linear
+ x0=1.5n        ; m, state at the start
+ edge=1m        ; 1, width of the soft ends as a share of x_off - x_on
.param span={(x_off-x_on)*1e9}
.param lambda={ln(roff/ron)}
.func pos(u,e) {u > 0 ? u*u/(u+e) : 0}
.func lim(u,lo,hi) {min(max(u,lo),hi)}
.func res(s) {expo > 0 ? ron*exp(lambda*lim(s,0,1)) : ron+(roff-ron)*lim(s,0,1)}
.func share(y) {(y-x_on*1e9)/span}
.func woff(y) {tanh((1-share(y))/edge)*(win > 0 ? exp(-exp(lim((y-a_off*1e9)/(w_c*1e9),-60,60))) : 1)}
.func won(y) {tanh(share(y)/edge)*(win > 0 ? exp(-exp(lim((a_on*1e9-y)/(w_c*1e9),-60,60))) : 1)}
.func speed(u,y) {k_off*pos(u/v_off-1,1e-4)^alpha_off*woff(y)+k_on*pos(u/v_on-1,1e-4)^alpha_on*won(y)}
.ic v(x)={x0*1e9}
Cx x 0 1
Bx 0 x I={1e9*speed(v(plus,minus),v(x))}
Bm plus minus I={v(plus,minus)/res(share(v(x)))}
.ends vteam
`,
  yakopcic: `* Yakopcic's generalised memristor
*
* Source: Yakopcic, Taha, Subramanyam, Pino and Rogers, IEEE Electron Device Letters 32, 1436 (2011); defaults:
* their fit of a device of Oblea et al. (2010).
*
*   i = a x sinh(b v), a1 for v > 0, a2 for v < 0
*   x' = ap (e^v - e^vp) fp(x) for v > vp,   x' = -an (e^-v - e^vn) fn(x) for v < -vn,   else 0
*   fp = e^(-alphap u) (1 - u/(1 - xp)), u = x - xp > 0, else 1;   fn the same of u = 1 - xn - x with alphan and xn
*
* Use:  .include yakopcic.lib
*       X1 a b s yakopcic vp=0.5 x0=0.2              a voltage from a to b above vp raises x and the conductance
*
* Ports:  plus  minus  x (state, 0 to 1, as volts; leave it open or probe it)
*
* Smoothing: thresholds and the points xp, 1 - xn are corners; pos(u) = u^2/(u + soft) for u > 0 rounds them. Past an end
* the windows change their sign and pull back by themselves.
* Guard: lim() keeps what the solver tries out, far outside of any solution, from overflowing; it never acts on a solution.
.subckt yakopcic plus minus x
+ a1=0.17     ; A, amplitude of the current for v > 0
+ a2=0.17     ; A, amplitude of the current for v < 0
+ b=0.05      ; 1/V, bend of the current
+ vp=0.16     ; V, threshold for v > 0
+ vn=0.15     ; V, threshold for v < 0, a magnitude
+ ap=4000     ; 1/s, speed above vp
+ an=4000     ; 1/s, speed below -vn
+ xp=0.3      ; 1, state above which growth slows down
+ xn=0.5      ; 1, 1 - state below which shrinking slows down
+ alphap=1    ; 1, how fast growth slows down
+ alphan=5    ; 1, how fast shrinking slows down
+ x0=0.11     ; 1, state at the start
+ soft=1u     ; 1, width of the rounded corners
.func pos(u,e) {u > 0 ? u*u/(u+e) : 0}
.func lim(u,lo,hi) {min(max(u,lo),hi)}
.func slow(u,al,w) {exp(-al*u)*(1-u/w)}
.func fp(s) {slow(pos(lim(s,-0.1,1.1)-xp,soft),alphap,1-xp)}
.func fn(s) {slow(pos(1-xn-lim(s,-0.1,1.1),soft),alphan,1-xn)}
.func set(u) {ap*pos(exp(lim(u,-60,60))-exp(vp),soft)}
.func reset(u) {an*pos(exp(lim(-u,-60,60))-exp(vn),soft)}
.ic v(x)={x0}
Cx x 0 1
Bx 0 x I={set(v(plus,minus))*fp(v(x))-reset(v(plus,minus))*fn(v(x))}
Bm plus minus I={(v(plus,minus) > 0 ? a1 : a2)*v(x)*sinh(lim(b*v(plus,minus),-60,60))}
.ends yakopcic
`,
};
