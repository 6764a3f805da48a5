import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** The one accent: a quiet teal. Shade 7 carries white text at 4.5:1 and more. */
const teal: MantineColorsTuple = [
  "#ecf8f6",
  "#d6eeea",
  "#abdcd4",
  "#7cc9bd",
  "#56b9aa",
  "#3fae9e",
  "#2b9c8c",
  "#177a6d",
  "#0f665b",
  "#06534a",
];

const grey: MantineColorsTuple = [
  "#f6f7f9",
  "#eceef1",
  "#e1e4e8",
  "#cfd3d9",
  "#b3b9c2",
  "#8f96a2",
  "#5f6672",
  "#464c56",
  "#2e333b",
  "#1c1f25",
];

const dark: MantineColorsTuple = [
  "#d6d9de",
  "#b8bdc6",
  "#9aa1ad",
  "#6d7480",
  "#3a3f48",
  "#2c3037",
  "#22252b",
  "#1a1d22",
  "#14171b",
  "#0e1013",
];

export const theme = createTheme({
  primaryColor: "accent",
  primaryShade: { light: 7, dark: 7 },
  colors: { accent: teal, gray: grey, dark },
  fontFamily: "'Inter Variable', Inter, system-ui, -apple-system, 'Segoe UI', sans-serif",
  headings: {
    fontFamily: "'Inter Variable', Inter, system-ui, sans-serif",
    fontWeight: "620",
    sizes: {
      h1: { fontSize: "26px", lineHeight: "32px" },
      h2: { fontSize: "18px", lineHeight: "24px" },
      h3: { fontSize: "15px", lineHeight: "24px" },
    },
  },
  defaultRadius: "md",
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "32px" },
  cursorType: "pointer",
  focusRing: "auto",
  respectReducedMotion: true,
  // Forms say what is missing when it is; a star beside nearly every field says nothing.
  components: {
    ...Object.fromEntries(
      ["TextInput", "PasswordInput", "FileInput"].map((name) => [
        name,
        { defaultProps: { withAsterisk: false } },
      ]),
    ),
    Modal: { defaultProps: { closeButtonProps: { "aria-label": "Close" } } },
  },
});
