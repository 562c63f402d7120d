"""Writes tiny random encoders of the BERT, RoBERTa and ModernBERT families with what an independent implementation computes.

Run with Debian's python3-torch:  /usr/bin/python3 tests/golden/encoders/make_encoders.py
Each folder holds config.json, model.safetensors and expected.json (inputs, outputs, tolerance, seed, tool versions).
The forward passes below follow Devlin et al., 2019 (BERT), Conneau et al., 2020 (XLM-R) and Warner et al., 2024 (ModernBERT,
with the rotary positions of Su et al., 2021) in plain tensor operations; ModernBERT's attention goes token by token and
turns pairs of coordinates as complex numbers. The tensors' names are those that Hugging Face checkpoints have.
"""
import json
import math
import pathlib
import struct

import torch

SEED, WIDTH, LAYERS, HEADS, INNER, VOCABULARY, POSITIONS = 20261122, 16, 2, 4, 24, 40, 20
MODERN_LAYERS, GLOBAL_EVERY, WINDOW, GLOBAL_THETA, LOCAL_THETA, MODERN_EPSILON = 5, 3, 4, 160.0, 10.0, 1e-5
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


def modern_shapes():
    shapes = {"model.embeddings.tok_embeddings.weight": (VOCABULARY, WIDTH), "model.embeddings.norm.weight": (WIDTH,)}
    for layer in range(MODERN_LAYERS):
        block = f"model.layers.{layer}."
        if layer > 0:
            shapes[block + "attn_norm.weight"] = (WIDTH,)
        shapes.update({block + "attn.Wqkv.weight": (3 * WIDTH, WIDTH), block + "attn.Wo.weight": (WIDTH, WIDTH),
                       block + "mlp_norm.weight": (WIDTH,), block + "mlp.Wi.weight": (2 * INNER, WIDTH),
                       block + "mlp.Wo.weight": (WIDTH, INNER)})
    shapes.update({"model.final_norm.weight": (WIDTH,), "head.dense.weight": (WIDTH, WIDTH),
                   "head.norm.weight": (WIDTH,), "decoder.bias": (VOCABULARY,)})
    return shapes


def turn(vectors, theta):
    """Coordinates i and i + K/2 of the vector at each place, as one complex number, times e^(j place theta^(-2i/K))."""
    half = vectors.shape[-1] // 2
    pairs = torch.complex(vectors[..., :half], vectors[..., half:])
    turned = torch.stack([
        torch.stack([pairs[place, i] * torch.exp(torch.tensor(1j * place * theta ** (-2 * i / (2 * half)))) for i in range(half)])
        for place in range(vectors.shape[0])])
    return torch.cat([turned.real, turned.imag], -1)


def modern_text(w, ids, real):
    """One text; tokens that are not real are seen by none."""
    def scale_norm(x, name):
        return norm(x, w[name + ".weight"], 0.0, MODERN_EPSILON)

    x = scale_norm(w["model.embeddings.tok_embeddings.weight"][ids], "model.embeddings.norm")
    size = WIDTH // HEADS
    for layer in range(MODERN_LAYERS):
        b = f"model.layers.{layer}."
        everywhere = layer % GLOBAL_EVERY == 0
        y = x if layer == 0 else scale_norm(x, b + "attn_norm")
        q, k, v = (y @ w[b + "attn.Wqkv.weight"].t()).split(WIDTH, -1)
        mixed = torch.zeros_like(x)
        for head in range(HEADS):
            part = slice(head * size, (head + 1) * size)
            theta = GLOBAL_THETA if everywhere else LOCAL_THETA
            qh, kh = turn(q[:, part], theta), turn(k[:, part], theta)
            for i in range(len(ids)):
                seen = [j for j in range(len(ids)) if real[j] and (everywhere or abs(i - j) <= WINDOW // 2)]
                if seen:
                    weights = torch.stack([(qh[i] * kh[j]).sum() / math.sqrt(size) for j in seen]).softmax(0)
                    mixed[i, part] = sum(weight * v[j, part] for weight, j in zip(weights, seen))
        x = x + mixed @ w[b + "attn.Wo.weight"].t()
        inner, gate = (scale_norm(x, b + "mlp_norm") @ w[b + "mlp.Wi.weight"].t()).split(INNER, -1)
        x = x + (gelu(inner) * gate) @ w[b + "mlp.Wo.weight"].t()
    hidden = scale_norm(x, "model.final_norm")
    h = scale_norm(gelu(hidden @ w["head.dense.weight"].t()), "head.norm")
    logits = h @ w["model.embeddings.tok_embeddings.weight"].t() + w["decoder.bias"]
    return hidden, logits[real].amax(0)


def random_weights(shapes):
    generator = torch.Generator().manual_seed(SEED)
    return {n: torch.randn(s, generator=generator) * 0.4 + (1.0 if n.lower().endswith("norm.weight") else 0.0) for n, s in shapes.items()}


def save(name, w, config, ids, mask, hidden, maxima):
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    write_safetensors(folder / "model.safetensors", w)
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    expected = {"seed": SEED, "torch": torch.__version__, "tolerance": 1e-4, "ids": ids.tolist(), "mask": mask.tolist(),
                "hidden": hidden.tolist(), "max_logits": maxima.tolist()}
    (folder / "expected.json").write_text(json.dumps(expected) + "\n")


def make(name, model_type, prefix, dense, head_norm, bias, types, pad, epsilon):
    w = random_weights({**encoder_shapes(prefix, types), **head_shapes(dense, head_norm, bias)})
    ids = torch.tensor([[2, 7, 9, 31, 7, 3], [2, 12, 39, 3, pad, pad]])
    mask = torch.tensor([[True] * 6, [True] * 4 + [False] * 2])
    first = pad + 1 if model_type != "bert" else 0
    hidden, maxima = forward(w, prefix, dense, head_norm, bias, first, epsilon, ids, mask)
    config = {"model_type": model_type, "vocab_size": VOCABULARY, "hidden_size": WIDTH, "num_hidden_layers": LAYERS,
              "num_attention_heads": HEADS, "intermediate_size": INNER, "max_position_embeddings": POSITIONS,
              "type_vocab_size": types, "layer_norm_eps": epsilon, "hidden_act": "gelu", "pad_token_id": pad}
    save(name, w, config, ids, mask, hidden, maxima)


def make_modern(name, pad):
    w = random_weights(modern_shapes())
    ids = torch.tensor([[2, 7, 9, 31, 7, 22, 5, 6, 38, 3], [2, 12, 39, 3] + [pad] * 6])
    mask = torch.tensor([[True] * 10, [True] * 4 + [False] * 6])
    texts = [modern_text(w, ids[i], mask[i]) for i in range(2)]
    config = {"model_type": "modernbert", "vocab_size": VOCABULARY, "hidden_size": WIDTH, "num_hidden_layers": MODERN_LAYERS,
              "num_attention_heads": HEADS, "intermediate_size": INNER, "max_position_embeddings": POSITIONS, "norm_eps": MODERN_EPSILON,
              "hidden_activation": "gelu", "classifier_activation": "gelu", "attention_bias": False, "mlp_bias": False,
              "norm_bias": False, "classifier_bias": False, "decoder_bias": True, "global_attn_every_n_layers": GLOBAL_EVERY,
              "local_attention": WINDOW, "global_rope_theta": GLOBAL_THETA, "local_rope_theta": LOCAL_THETA, "pad_token_id": pad}
    save(name, w, config, ids, mask, torch.stack([t[0] for t in texts]), torch.stack([t[1] for t in texts]))


make("bert", "bert", "bert.", "cls.predictions.transform.dense", "cls.predictions.transform.LayerNorm",
     "cls.predictions.bias", 2, 0, 1e-12)
make("roberta", "roberta", "roberta.", "lm_head.dense", "lm_head.layer_norm", "lm_head.bias", 1, 1, 1e-5)
make("xlm-roberta", "xlm-roberta", "roberta.", "lm_head.dense", "lm_head.layer_norm", "lm_head.bias", 1, 1, 1e-5)
make_modern("modernbert", 39)
