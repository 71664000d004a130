// What `make lint` asks of the scripts in publish/: ESLint's recommended rules and a few more.
import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["publish/vendor/"] },
  js.configs.recommended,
  {
    rules: {
      "prefer-const": "error",
      "no-var": "error",
      eqeqeq: "error",
      "no-shadow": "error",
      "object-shorthand": "error",
      "no-implicit-globals": "error",
      strict: ["error", "global"],
    },
  },
  {
    files: ["publish/**/*.js"],
    languageOptions: {
      sourceType: "script",
      globals: { ...globals.browser, tinynetLive: "readonly", tinynetPlayground: "readonly" },
    },
  },
  {
    // Half of it is a worker's: Pyodide's loader, and a worker's own functions.
    files: ["publish/live/worker.js"],
    languageOptions: { globals: { importScripts: "readonly", loadPyodide: "readonly" } },
  },
];
