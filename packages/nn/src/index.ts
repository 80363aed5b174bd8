/** Recurrent layers and cells, linear, embedding, dropout, initialisers and losses. */

export { constantStart, uniformStart } from "./init.ts";
export {
  type Initialiser,
  initParameters,
  type Layer,
  type Mode,
  type Module,
  type Parameter,
  type Params,
  parameter,
  prefixed,
  scoped,
  type TensorParams,
} from "./module.ts";
