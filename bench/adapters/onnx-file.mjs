// Writes the few parts of the ONNX format that recurrent models need. https://onnx.ai/onnx/repo-docs/IR.html,
// field numbers from onnx.proto; wire format: https://protobuf.dev/programming-guides/encoding/

const varint = (value) => {
  const bytes = [];
  let rest = value;
  do {
    bytes.push((rest & 127) | (rest > 127 ? 128 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return bytes;
};
const tag = (field, wire) => varint(field * 8 + wire);
const number = (field, value) => Buffer.from([...tag(field, 0), ...varint(value)]);
const bytes = (field, value) =>
  Buffer.concat([Buffer.from([...tag(field, 2), ...varint(value.length)]), value]);
const text = (field, value) => bytes(field, Buffer.from(value));
const message = (field, parts) => bytes(field, Buffer.concat(parts));

const types = { float: 1, int32: 6, int64: 7 };

/** @param {string} name @param {number[]} shape @param {Float32Array | BigInt64Array} data */
export function tensor(name, shape, data) {
  const raw = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const type = data instanceof Float32Array ? types.float : types.int64;
  return [...shape.map((n) => number(1, n)), number(2, type), text(8, name), bytes(9, raw)];
}

/** @param {string} name @param {number[]} shape @param {keyof typeof types} type */
export function valueInfo(name, shape, type = "float") {
  const dimensions = shape.map((n) => message(1, [number(1, n)]));
  return [text(1, name), message(2, [message(1, [number(1, types[type]), message(2, dimensions)])])];
}

/** Attributes are whole numbers. @param {string} operation @param {string[]} inputs @param {string[]} outputs @param {Record<string, number>} attributes */
export function node(operation, inputs, outputs, attributes = {}) {
  const attribute = ([name, value]) => message(5, [text(1, name), number(3, value), number(20, 2)]);
  return [
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, operation),
    ...Object.entries(attributes).map(attribute),
  ];
}

/** A file. All parts as made by the functions above. */
export function model({ nodes, initialisers, inputs, outputs }) {
  const graph = [
    ...nodes.map((part) => message(1, part)),
    text(2, "bench"),
    ...initialisers.map((part) => message(5, part)),
    ...inputs.map((part) => message(11, part)),
    ...outputs.map((part) => message(12, part)),
  ];
  return new Uint8Array(
    Buffer.concat([number(1, 8), message(7, graph), message(8, [text(1, ""), number(2, 14)])]),
  );
}
