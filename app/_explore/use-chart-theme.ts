import { useComputedColorScheme } from "@mantine/core";
import { CHART_THEMES, type ChartTheme } from "./figures/figure";

/** The charts' colours for the page's present colour scheme. */
export function useChartTheme(): ChartTheme {
  return CHART_THEMES[useComputedColorScheme("light", { getInitialValueInEffect: false })];
}
