// Stands in for `glslify` in the browser bundle (alias in next.config): the shaders that plotly's WebGL traces
// pass to it are already compiled, and the real package is a Node build tool that cannot be bundled.
module.exports = (parts, ...values) =>
  (Array.isArray(parts) ? parts : [parts]).map((part, i) => part + (values[i] ?? "")).join("");
