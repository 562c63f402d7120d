"""Writes tiny random encoders of the BERT and XLM-RoBERTa families with what an independent implementation computes.

Run with Debian's python3-torch:  /usr/bin/python3 tests/golden/encoders/make_encoders.py
Each folder holds config.json, model.safetensors and expected.json (inputs, outputs, tolerance, seed, tool versions).
The forward pass below follows Devlin et al., 2019 (BERT) and Conneau et al., 2020 (XLM-R) in plain tensor operations.
"""
import json
import math
import pathlib
import struct

import torch

SEED, WIDTH, LAYERS, HEADS, INNER, VOCABULARY, POSITIONS = 20261122, 16, 2, 4, 24, 40, 20
HERE = pathlib.Path(__file__).parent


def encoder_shapes(prefix, types):
    shapes = {
        "embeddings.word_embeddings.weight": (VOCABULARY, WIDTH),
        "embeddings.position_embeddings.weight": (POSITIONS, WIDTH),
        "embeddings.token_type_embeddings.weight": (types, WIDTH),
        "embeddings.LayerNorm.weight": (WIDTH,),
        "embeddings.LayerNorm.bias": (WIDTH,),
    }
    for layer in range(LAYERS):
        block = f"encoder.layer.{layer}."
        for name, (out, inp) in {
            "attention.self.query": (WIDTH, WIDTH), "attention.self.key": (WIDTH, WIDTH),
            "attention.self.value": (WIDTH, WIDTH), "attention.output.dense": (WIDTH, WIDTH),
            "intermediate.dense": (INNER, WIDTH), "output.dense": (WIDTH, INNER),
        }.items():
            shapes[block + name + ".weight"] = (out, inp)
            shapes[block + name + ".bias"] = (out,)
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            shapes[block + name + ".weight"] = (WIDTH,)
            shapes[block + name + ".bias"] = (WIDTH,)
    return {prefix + name: shape for name, shape in shapes.items()}


def head_shapes(dense, norm, bias):
    return {dense + ".weight": (WIDTH, WIDTH), dense + ".bias": (WIDTH,),
            norm + ".weight": (WIDTH,), norm + ".bias": (WIDTH,), bias: (VOCABULARY,)}


def norm(x, weight, bias, epsilon):
    centred = x - x.mean(-1, keepdim=True)
    return centred / (centred.pow(2).mean(-1, keepdim=True) + epsilon).sqrt() * weight + bias


def gelu(x):
    return x * 0.5 * (1 + torch.erf(x / math.sqrt(2)))


def forward(w, prefix, dense, head_norm, bias, first_position, epsilon, ids, mask):
    def linear(x, name):
        return x @ w[name + ".weight"].t() + w[name + ".bias"]

    def layer_norm(x, name):
        return norm(x, w[name + ".weight"], w[name + ".bias"], epsilon)

    e = prefix + "embeddings."
    places = torch.arange(ids.shape[1]) + first_position
    x = layer_norm(w[e + "word_embeddings.weight"][ids] + w[e + "position_embeddings.weight"][places]
                   + w[e + "token_type_embeddings.weight"][0], e + "LayerNorm")
    batch, tokens, width = x.shape
    for layer in range(LAYERS):
        b = f"{prefix}encoder.layer.{layer}."

        def heads(y):
            return y.view(batch, tokens, HEADS, width // HEADS).transpose(1, 2)

        q, k, v = (heads(linear(x, b + "attention.self." + n)) for n in ("query", "key", "value"))
        scores = q @ k.transpose(-1, -2) / math.sqrt(width // HEADS)
        scores = scores.masked_fill(~mask[:, None, None, :], float("-inf"))
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, tokens, width)
        x = layer_norm(linear(mixed, b + "attention.output.dense") + x, b + "attention.output.LayerNorm")
        x = layer_norm(linear(gelu(linear(x, b + "intermediate.dense")), b + "output.dense") + x, b + "output.LayerNorm")
    h = layer_norm(gelu(linear(x, dense)), head_norm)
    logits = h @ w[e + "word_embeddings.weight"].t() + w[bias]
    return x, logits.masked_fill(~mask[:, :, None], float("-inf")).amax(1)


def write_safetensors(path, tensors):
    header, at = {}, 0
    for name, t in tensors.items():
        header[name] = {"dtype": "F32", "shape": list(t.shape), "data_offsets": [at, at + 4 * t.numel()]}
        at += 4 * t.numel()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for t in tensors.values():
            file.write(struct.pack(f"<{t.numel()}f", *t.flatten().tolist()))


def make(name, model_type, prefix, dense, head_norm, bias, types, pad, epsilon):
    generator = torch.Generator().manual_seed(SEED)
    shapes = {**encoder_shapes(prefix, types), **head_shapes(dense, head_norm, bias)}
    w = {n: torch.randn(s, generator=generator) * 0.4 + (1.0 if n.lower().endswith("norm.weight") else 0.0) for n, s in shapes.items()}
    ids = torch.tensor([[2, 7, 9, 31, 7, 3], [2, 12, 39, 3, pad, pad]])
    mask = torch.tensor([[True] * 6, [True] * 4 + [False] * 2])
    first = pad + 1 if model_type != "bert" else 0
    hidden, maxima = forward(w, prefix, dense, head_norm, bias, first, epsilon, ids, mask)
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    write_safetensors(folder / "model.safetensors", w)
    config = {"model_type": model_type, "vocab_size": VOCABULARY, "hidden_size": WIDTH, "num_hidden_layers": LAYERS,
              "num_attention_heads": HEADS, "intermediate_size": INNER, "max_position_embeddings": POSITIONS,
              "type_vocab_size": types, "layer_norm_eps": epsilon, "hidden_act": "gelu", "pad_token_id": pad}
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    expected = {"seed": SEED, "torch": torch.__version__, "tolerance": 1e-4, "ids": ids.tolist(), "mask": mask.tolist(),
                "hidden": hidden.tolist(), "max_logits": maxima.tolist()}
    (folder / "expected.json").write_text(json.dumps(expected) + "\n")


make("bert", "bert", "bert.", "cls.predictions.transform.dense", "cls.predictions.transform.LayerNorm",
     "cls.predictions.bias", 2, 0, 1e-12)
make("xlm-roberta", "xlm-roberta", "roberta.", "lm_head.dense", "lm_head.layer_norm", "lm_head.bias", 1, 1, 1e-5)
