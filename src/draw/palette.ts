/**
 * Categorical colours that stay apart for readers with any common colour vision deficiency.
 *
 * Source: Okabe and Ito, "Color Universal Design", 2008.
 */

export const BLUE = "#0072b2";
export const VERMILLION = "#d55e00";
export const GREEN = "#009e73";
export const ORANGE = "#e69f00";
export const SKY = "#56b4e9";
export const PURPLE = "#cc79a7";
export const GREY = "#8b949e";

/** A run that reached the optimum, one that did not, one whose state breaks a constraint. */
export const SUCCESS_COLOUR = BLUE;
export const MISS_COLOUR = VERMILLION;
export const INFEASIBLE_COLOUR = GREY;

/** Colour of a neuron by its final spin. */
export function spinColour(spin: number): string {
  return spin > 0 ? BLUE : VERMILLION;
}
