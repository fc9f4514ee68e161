export * from "./lin-kernighan.ts";
export * from "./nearest-neighbour-tour.ts";
export * from "./segment-insertion.ts";
export {
  lengthOfTour,
  type TourIncumbent,
  type TourSearchOptions,
  type TourSearchResult,
  type TourTask,
} from "./tour-search.ts";
export * from "./two-opt.ts";
