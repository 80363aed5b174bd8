// What a rule found.

/**
 * @typedef {object} Fault
 * @property {string} code  which rule, such as `layer-forbidden`
 * @property {string} where  file, or file:line:column
 * @property {string} message
 * @property {string} help
 */

/**
 * A fault as text, for a terminal.
 *
 * @param {Fault} fault
 */
export function describe({ code, where, message, help }) {
  return `error[${code}]: ${message}\n  ${where}\n  help: ${help}`;
}
