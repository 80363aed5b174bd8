/** The version of the command, which is that of all packages. */
export const version = "0.0.0";
