#!/usr/bin/env python3
"""Writes muse's language model: a llama-architecture GGUF file whose weights are set by hand. Standard library only.

Nothing is trained, and nothing is faked either: llama.cpp runs it like any other model.

- Every token of a reply occurs once in all replies, so the current token alone says which one comes next. Each
  embedding therefore carries, besides a few flags, the code of the token's successor, and the output matrix finds
  the token with that code.
- The first token of a reply is the only one that depends on the prompt. A keyword's "successor" is the first token
  of its reply, and the one attention head, which is awake at <|assistant|> only, fetches it from the strongest
  keyword in the prompt. <|user|> is the weakest keyword; it leads to the answer for everything else.
- The feed-forward part is zero. The rotary base is so large that the head's last dimension never turns: position
  plays no role.

The same replies give the same bytes.   make_model.py OUT.gguf
"""
import hashlib
import math
import struct
import sys

from replies import ENDLESS, TOPICS

# ---- vocabulary: roles, single bytes, keywords, the tokens of the replies --------------------------------------------
USER, ASSISTANT, END = b"<|user|>", b"<|assistant|>", b"<|end|>"
ROLES = [USER, ASSISTANT, END]

successor, strength = {}, {}
keywords, spoken = [], []
for rank, (words, reply) in enumerate(TOPICS, start=1):
    tokens = [part.encode() for part in reply.split("|")]
    spoken += tokens
    successor.update(zip(tokens, tokens[1:]))
    successor[tokens[-1]] = tokens[0] if ENDLESS & set(words) else END
    for word in [w.encode() for w in words] or [USER]:
        if word != USER:
            keywords.append(word)
        successor[word], strength[word] = tokens[0], rank / len(TOPICS)

for token in spoken:  # the tokenizer takes the longest match, so such a token would hide the keyword
    hidden = [k.decode() for k in keywords if k in token]
    if hidden:
        sys.exit(f"the reply token {token.decode()!r} contains the keyword {hidden[0]!r}: split it")
vocabulary = ROLES + [bytes([b]) for b in range(256)] + keywords + spoken
number = {token: i for i, token in enumerate(vocabulary)}
if len(number) != len(vocabulary):
    sys.exit("every keyword and every token of a reply must occur once")

# ---- weights -------------------------------------------------------------------------------------------------------------
WIDTH = 128                       # of the residual stream, and of the one head
CODE = 96                         # its first dimensions: the code of the next token
ONE, SPEAKS, KEY, FILL = range(CODE, CODE + 4)
STILL = WIDTH - 2                 # a head dimension that the rotary base leaves alone
LENGTH = 4.0                      # squared, of every embedding, so that normalisation is the same for all
NORM = math.sqrt(WIDTH / LENGTH)
SHARP = 14.0                      # nats between one keyword's strength and the next
LOUD = 8.0                        # how far the right token's logit stands above the others


def code(token):
    bits = int.from_bytes(hashlib.shake_128(b"muse " + token).digest(CODE // 8), "big")
    return [(1 if bits >> n & 1 else -1) / math.sqrt(CODE) for n in range(CODE)]


def matrix(rows, columns, cells):
    """row-major floats, from {(row, column): value}"""
    values = [0.0] * (rows * columns)
    for (row, column), value in cells.items():
        values[row * columns + column] = value
    return struct.pack("<%df" % len(values), *values)


def embedding(token):
    x = [0.0] * WIDTH
    if token in successor:
        x[:CODE] = code(successor[token])
    x[ONE] = 1.0
    x[SPEAKS] = float(token == ASSISTANT)
    x[KEY] = strength.get(token, 0.0)
    x[FILL] = math.sqrt(LENGTH - sum(v * v for v in x))
    return x


def output_row(token):
    row = [LOUD * v for v in code(token)] + [0.0] * (WIDTH - CODE)
    # Where nothing is to be said, end; and never say a role or a single byte.
    row[ONE] = {END: 0.05, USER: -2.0, ASSISTANT: -2.0}.get(token, 0.0 if len(token) > 1 else -0.5) * LOUD
    return row


vocab, hidden = len(vocabulary), 32
look = math.sqrt(SHARP * len(TOPICS) * math.sqrt(WIDTH))       # query times key, before the usual division
query = {(STILL, SPEAKS): look / NORM}
key = {(STILL, KEY): look / NORM}
value = {(n, n): 1.0 / NORM for n in range(CODE)}
fetch = {(n, n): 0.5 for n in range(CODE)}                     # less than the successor's own 1
dense = [("token_embd", vocab, [v for t in vocabulary for v in embedding(t)]),
         ("output", vocab, [v for t in vocabulary for v in output_row(t)])]
tensors = [(name, (WIDTH, rows), struct.pack("<%df" % len(data), *data)) for name, rows, data in dense]
tensors += [("blk.0." + name, (WIDTH, WIDTH), matrix(WIDTH, WIDTH, cells)) for name, cells in
            [("attn_q", query), ("attn_k", key), ("attn_v", value), ("attn_output", fetch)]]
tensors += [("blk.0." + name, shape, bytes(4 * WIDTH * hidden)) for name, shape in
            [("ffn_gate", (WIDTH, hidden)), ("ffn_up", (WIDTH, hidden)), ("ffn_down", (hidden, WIDTH))]]
tensors += [(name, (WIDTH,), struct.pack("<%df" % WIDTH, *[1.0] * WIDTH))
            for name in ("output_norm", "blk.0.attn_norm", "blk.0.ffn_norm")]

# ---- the file ------------------------------------------------------------------------------------------------------------
ALIGNMENT = 32


def text(value):
    raw = value.encode()
    return struct.pack("<Q", len(raw)) + raw


def printable(token):
    """the tokenizer's own escapes"""
    plain = token.decode("utf-8", "ignore")
    if plain.encode() == token and plain.isprintable():
        return plain.replace("\\", "\\\\")
    return "".join("\\x%02x" % byte for byte in token)


def entry(name, value):
    if isinstance(value, bool):
        return text(name) + struct.pack("<IB", 7, value)
    if isinstance(value, int):
        return text(name) + struct.pack("<II", 4, value)
    if isinstance(value, float):
        return text(name) + struct.pack("<If", 6, value)
    if isinstance(value, str):
        return text(name) + struct.pack("<I", 8) + text(value)
    if isinstance(value[0], str):
        return text(name) + struct.pack("<IIQ", 9, 8, len(value)) + b"".join(map(text, value))
    return text(name) + struct.pack("<IIQ%di" % len(value), 9, 5, len(value), *value)


metadata = {
    "general.architecture": "llama",
    "general.name": "muse",
    "general.alignment": ALIGNMENT,
    "general.file_type": 0,
    "llama.block_count": 1,
    "llama.context_length": 4096,
    "llama.embedding_length": WIDTH,
    "llama.feed_forward_length": hidden,
    "llama.attention.head_count": 1,
    "llama.attention.head_count_kv": 1,
    "llama.attention.layer_norm_rms_epsilon": 1e-6,
    "llama.rope.dimension_count": WIDTH,
    "llama.rope.freq_base": 1e30,
    "llama.vocab_size": vocab,
    "tokenizer.ggml.model": "rwkv",
    "tokenizer.ggml.tokens": [printable(token) for token in vocabulary],
    "tokenizer.ggml.token_type": [3 if token in ROLES else 1 for token in vocabulary],
    "tokenizer.ggml.eos_token_id": number[END],
    "tokenizer.ggml.add_bos_token": False,
    # It has no memory of its own: it reads the last message.
    "tokenizer.chat_template": "<|user|>{{ messages[-1]['content'] }}<|assistant|>",
}


def padded(data):
    return data + bytes(-len(data) % ALIGNMENT)


index, offset = b"", 0
for name, shape, data in tensors:
    index += text(name + ".weight") + struct.pack("<I%dQIQ" % len(shape), len(shape), *shape, 0, offset)
    offset += len(padded(data))
head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(metadata))
head += b"".join(entry(*pair) for pair in metadata.items()) + index
with open(sys.argv[1], "wb") as out:
    out.write(padded(head))
    for _, _, data in tensors:
        out.write(padded(data))
