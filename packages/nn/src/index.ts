/** Recurrent layers and cells, linear, embedding, dropout, initialisers and losses. */

export {
  type AttentionLayer,
  type AttentionLayerOptions,
  type AttentionResult,
  attention,
} from "./attention/attention.ts";
export { type AttentionPool, type AttentionPoolOptions, attentionPool } from "./attention/attention-pool.ts";
export type { Activation } from "./cell/activation.ts";
export {
  type Affine,
  type AffineOptions,
  type Cell,
  type CellDefinition,
  type CellScope,
  defineCell,
  type ExtraInput,
  type Families,
  type StateStart,
} from "./cell/cell.ts";
export { type ClockworkCellOptions, clockwork, clockworkCell } from "./cells/clockwork.ts";
export { type EchoStateOptions, echoState } from "./cells/echo-state.ts";
export { type GruCellOptions, gru, gruCell } from "./cells/gru.ts";
export type { GruVariantOptions } from "./cells/gru-variant.ts";
export { type IndRnnCellOptions, indRnn, indRnnCell } from "./cells/ind-rnn.ts";
export { type JordanCellOptions, jordan, jordanCell } from "./cells/jordan.ts";
export { type LeakyCellOptions, leaky, leakyCell } from "./cells/leaky.ts";
export { type LstmCellOptions, lstm, lstmCell } from "./cells/lstm.ts";
export type { LstmVariantOptions } from "./cells/lstm-variant.ts";
export { minGru, minGruCell } from "./cells/min-gru.ts";
export { minLstm, minLstmCell } from "./cells/min-lstm.ts";
export { minimalGru, minimalGruCell } from "./cells/minimal-gru.ts";
export type { PreActivationOptions } from "./cells/pre-activation.ts";
export { type RnnCellOptions, rnn, rnnCell } from "./cells/rnn.ts";
export { sru, sruCell } from "./cells/sru.ts";
export { describe } from "./compose/describe.ts";
export { type Part, type Sequential, sequential } from "./compose/sequential.ts";
export {
  type EncoderDecoder,
  type EncoderDecoderInput,
  type EncoderDecoderOptions,
  encoderDecoder,
} from "./decode/encoder-decoder.ts";
export { type FeedbackOptions, runWithFeedback } from "./decode/feedback.ts";
export {
  blockStart,
  constantStart,
  identityStart,
  normalStart,
  type TruncatedNormalOptions,
  truncatedNormalStart,
  uniformStart,
} from "./init.ts";
export { orthogonalStart } from "./init-orthogonal.ts";
export {
  gainOf,
  type KaimingOptions,
  kaimingNormalStart,
  kaimingUniformStart,
  type Nonlinearity,
  type XavierOptions,
  xavierNormalStart,
  xavierUniformStart,
} from "./init-scaled.ts";
export { type Edit, type EditPlace, erase, pin, setState, transplant } from "./inspect/edit.ts";
export { type InspectOptions, inspect } from "./inspect/inspect.ts";
export { type NamedValues, namesOf } from "./inspect/names.ts";
export { reach, returningSignal, type SignalOptions, stateGradientNorms } from "./inspect/signal.ts";
export { type StateValues, stateGradients } from "./inspect/state-gradients.ts";
export { type PlaceTrace, type Trace, traced } from "./inspect/traced.ts";
export { type BatchNormLayer, type BatchNormLayerOptions, batchNorm } from "./layers/batch-norm.ts";
export { type Conv1dLayerOptions, conv1d } from "./layers/conv1d.ts";
export { type DropoutOptions, dropout } from "./layers/dropout.ts";
export { type EmbeddingOptions, embedding } from "./layers/embedding.ts";
export { type LayerNormLayerOptions, layerNorm, type RmsNormOptions, rmsNorm } from "./layers/layer-norm.ts";
export { type LinearOptions, linear } from "./layers/linear.ts";
export { type BinaryCrossEntropyOptions, binaryCrossEntropy } from "./losses/binary-cross-entropy.ts";
export type { ClassLossOptions } from "./losses/class-targets.ts";
export { type CrossEntropyOptions, crossEntropy } from "./losses/cross-entropy.ts";
export { type CtcOptions, ctc } from "./losses/ctc.ts";
export {
  type GaussianNllOptions,
  type GaussianParameters,
  gaussianNll,
  gaussianParameters,
} from "./losses/gaussian-nll.ts";
export { type HuberOptions, huber, type SmoothL1Options, smoothL1 } from "./losses/huber.ts";
export { type KlDivergenceOptions, klDivergence } from "./losses/kl-divergence.ts";
export { l1 } from "./losses/l1.ts";
export { logCosh } from "./losses/log-cosh.ts";
export { mse } from "./losses/mse.ts";
export {
  type NegativeBinomialParameters,
  negativeBinomialNll,
  negativeBinomialParameters,
} from "./losses/negative-binomial.ts";
export { nll } from "./losses/nll.ts";
export { type PinballOptions, pinball } from "./losses/pinball.ts";
export type { LossOptions, Reduction } from "./losses/reduction.ts";
export { type StudentTParameters, studentTNll, studentTParameters } from "./losses/student-t.ts";
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
  type State,
  type StatefulLayer,
  type StatefulResult,
  scoped,
  type TensorParams,
} from "./module.ts";
export type { Place } from "./recurrent/layers.ts";
export type { Coverage } from "./recurrent/lengths.ts";
export type { RecurrentOptions } from "./recurrent/options.ts";
export { type RecurrentLayer, recurrent } from "./recurrent/recurrent.ts";
export type { RecurrentResult, SequenceCall, StepCall } from "./recurrent/run.ts";
export type { RecurrentState } from "./recurrent/state.ts";
