"""Trains the network of vignette("porting") and writes it, with what PyTorch answers, into inst/extdata/:

    python3 tools/make_porting.py inst/extdata

digits.safetensors          the weights, in single precision
digits-float16.safetensors  the same weights, rounded to half precision by PyTorch
digits-test.safetensors     images that were not learned from, their digits, and the network's outputs

PyTorch and scikit-learn are needed, on Debian python3-torch and python3-sklearn. The images are those that
scikit-learn comes with. Other releases of PyTorch, and other processors, may train other weights.
"""

import json
import struct
import sys
from collections import OrderedDict

import numpy
import torch
from sklearn.datasets import load_digits
from torch import nn

SOURCE = "Optical Recognition of Handwritten Digits, by E. Alpaydin and C. Kaynak (1998), UCI Machine Learning "\
    "Repository, doi:10.24432/C50P49, CC BY 4.0"
TYPES = {"float32": "F32", "float16": "F16", "uint8": "U8"}
TRAINED = 1500
EPOCHS = 40


def write_safetensors(path, tensors):
    """Numbers in C order, little-endian, after a header that says what they are."""
    header, offset = {"__metadata__": {"format": "pt", "source": SOURCE}}, 0
    arrays = {name: tensor.detach().numpy() for name, tensor in tensors.items()}
    for name, array in arrays.items():
        offsets = [offset, offset + array.nbytes]
        header[name] = {"dtype": TYPES[array.dtype.name], "shape": list(array.shape), "data_offsets": offsets}
        offset = offsets[1]
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for array in arrays.values():
            file.write(array.astype(array.dtype.newbyteorder("<")).tobytes())


def train(model, images, digits):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003, weight_decay=1e-3)
    for epoch in range(EPOCHS):
        for batch in torch.randperm(len(images)).split(50):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(images[batch]), digits[batch]).backward()
            optimizer.step()


def main(folder):
    torch.set_num_threads(1)
    torch.manual_seed(1)
    data = load_digits()
    pixels = torch.from_numpy(data.images.astype(numpy.uint8)).unsqueeze(1)
    digits = torch.from_numpy(data.target.astype(numpy.int64))
    images = pixels.float() / 16

    # 6 channels of 6 x 6, so that a slope a row fits as well as a slope a channel
    model = nn.Sequential(OrderedDict(
        conv1=nn.Conv2d(1, 6, 3), prelu1=nn.PReLU(6),
        conv2=nn.Conv2d(6, 12, 3), prelu2=nn.PReLU(12),
        flatten=nn.Flatten(), dense=nn.Linear(192, 10),
    ))
    train(model, images[:TRAINED], digits[:TRAINED])

    weights = model.state_dict()
    with torch.no_grad():
        outputs = model(images[TRAINED:])
        exact = model.double()(images[TRAINED:].double())
        model.float()
    print(model)
    print("slopes:", weights["prelu1.weight"], weights["prelu2.weight"])
    print("right: ", (outputs.argmax(1) == digits[TRAINED:]).sum().item(), "of", len(outputs))
    print("largest output:", outputs.abs().max().item())
    print("largest rounding error of the outputs:", (outputs - exact).abs().max().item())

    write_safetensors(folder + "/digits.safetensors", weights)
    write_safetensors(folder + "/digits-float16.safetensors", {name: w.half() for name, w in weights.items()})
    write_safetensors(folder + "/digits-test.safetensors",
                      {"output": outputs, "pixels": pixels[TRAINED:], "digit": digits[TRAINED:].to(torch.uint8)})


if __name__ == "__main__":
    main(sys.argv[1])
