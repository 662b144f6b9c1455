"""What ComfyUI's image, mask and latent nodes give for small pictures: comfyui_pictures.json.

    python3 make_comfyui_pictures.py COMFYUI_FOLDER OUTPUT_FILE

Needs PyTorch, NumPy, SciPy and Pillow. Node code and comfy.utils are ComfyUI's own; models, server and files are replaced by stand-ins.
"""
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import sys
import types
from unittest.mock import MagicMock

import PIL.Image  # noqa: F401
import PIL.ImageOps  # noqa: F401
import PIL.ImageSequence  # noqa: F401
import PIL.PngImagePlugin  # noqa: F401
import scipy.ndimage  # noqa: F401
import torch

root, output = sys.argv[1:]
sys.argv = sys.argv[:1]


class StandIn(types.ModuleType):
    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        setattr(self, name, MagicMock(name=f"{self.__name__}.{name}"))
        return self.__dict__[name]


class StandInFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Asked last: for modules that are not installed."""

    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        return StandIn(spec.name)

    def exec_module(self, module):
        pass


def put(name, module):
    sys.modules[name] = module
    if "." in name:
        parent, child = name.rsplit(".", 1)
        setattr(sys.modules[parent], child, module)
    return module


def stand_in(name, **members):
    module = put(name, StandIn(name))
    module.__dict__.update(members)
    return module


def real(name, file, folder=None):
    spec = importlib.util.spec_from_file_location(name, os.path.join(root, file), submodule_search_locations=folder)
    module = put(name, importlib.util.module_from_spec(spec))
    spec.loader.exec_module(module)
    return module


def same_channels(destination, source):
    """As node_helpers.image_alpha_fix: the source gets the channels of the destination, an added alpha is opaque."""
    have, want = source.shape[-1], destination.shape[-1]
    return destination, source[..., :want] if have >= want else torch.nn.functional.pad(source, (0, want - have), value=1.0)


# Names that older versions of PyTorch lack and nothing here uses.
for name in ("float8_e4m3fn", "float8_e5m2", "float8_e8m0fnu", "uint16", "uint32", "uint64"):
    if not hasattr(torch, name):
        setattr(torch, name, torch.int64)
torch.serialization.add_safe_globals = lambda *a: None
sys.meta_path.append(StandInFinder())
for name in ("comfy", "comfy_api", "comfy_execution", "comfy_extras", "server", "av", "folder_paths"):
    stand_in(name)
cpu = torch.device("cpu")
stand_in("comfy.model_management", intermediate_device=lambda: cpu, intermediate_dtype=lambda: torch.float32, get_torch_device=lambda: cpu)
stand_in("comfy.comfy_types", IO=MagicMock(), ComfyNodeABC=type("ComfyNodeABC", (), {}), InputTypeDict=dict, FileLocator=dict)
stand_in("comfy.cli_args", args=MagicMock())
stand_in("comfy_execution.graph_utils", ExecutionBlocker=type("ExecutionBlocker", (), {}))
stand_in("node_helpers", image_alpha_fix=same_channels)
utils = real("comfy.utils", "comfy/utils.py")
real("comfy_api.internal", "comfy_api/internal/__init__.py", [os.path.join(root, "comfy_api/internal")])
latest = stand_in("comfy_api.latest", ComfyExtension=type("ComfyExtension", (), {}), UI=MagicMock())
stand_in("comfy_api.latest._util", MESH=object, VOXEL=object, SPLAT=object, SVG=object, File3D=object)
io = latest.io = latest.IO = real("comfy_api.latest._io", "comfy_api/latest/_io.py")
nodes = real("nodes", "nodes.py")
node = {}
for name in ("latent", "mask", "images", "post_processing", "compositing"):
    module = real(f"comfy_extras.nodes_{name}", f"comfy_extras/nodes_{name}.py")
    for cls in [c for c in vars(module).values() if isinstance(c, type) and issubclass(c, io.ComfyNode) and c.__module__ == module.__name__]:
        node[cls.define_schema().node_id] = cls

cases = []


def array(shape, seed, scale=1.0, shift=0.0):
    values = []
    for _ in range(torch.Size(shape).numel()):
        seed = (1103515245 * seed + 12345) % 2**31
        values.append((seed >> 8) / 2**23)
    return torch.tensor(values, dtype=torch.float64).mul(scale).add(shift).float().reshape(shape)


def case(name, result):
    cases.append({"case": name, "shape": list(result.shape), "values": [float(f"{x:.9g}") for x in result.flatten().tolist()]})


def run(name, *inputs):
    return node[name].execute(*inputs).args[0]


for method in ("nearest-exact", "bilinear", "area", "bicubic", "lanczos", "bislerp"):
    for width, height in ((3, 5), (9, 7), (4, 9), (13, 4)):
        for crop in ("disabled", "center"):
            source = array((1, 3, 7, 6), 11, 2, -1) if method == "bislerp" else array((1, 3, 7, 6), 11)
            case(f"{method}|{width}x{height}|{crop}", utils.common_upscale(source, width, height, method, crop))
case("lanczos-rgba", utils.common_upscale(array((1, 4, 7, 6), 21), 5, 9, "lanczos", "disabled"))
case("lanczos-large-reduction", utils.common_upscale(array((1, 3, 40, 33), 31), 5, 4, "lanczos", "disabled"))
case("lanczos-rgba-same", utils.common_upscale(array((1, 4, 4, 4), 41), 4, 4, "lanczos", "disabled"))
case("blur-r2-s0.7", run("ImageBlur", array((1, 6, 7, 3), 51), 2, 0.7))
case("sharpen-r1-s1-a0.3", run("ImageSharpen", array((1, 6, 7, 3), 51), 1, 1.0, 0.3))
for mode in ("normal", "multiply", "screen", "overlay", "soft_light", "difference"):
    case(f"blend-{mode}", run("ImageBlend", array((1, 3, 4, 3), 61), array((1, 3, 4, 3), 62), 0.6, mode))
case("noise-seed7-s0.2", run("ImageAddNoise", array((2, 2, 3, 3), 71), 7, 0.2))
case("noise-seed-huge", run("ImageAddNoise", array((1, 3, 3, 3), 71), 0xFFFFFFFFFFFFFFFE, 0.2))
for direction in ("right", "down", "left", "up"):
    for match in (True, False):
        case(f"stitch-{direction}-{match}", run("ImageStitch", array((1, 4, 3, 3), 81), direction, match, 3, "red", array((2, 3, 5, 4), 82)))
image, mask = nodes.ImagePadForOutpaint().expand_image(array((1, 9, 8, 3), 91), 2, 0, 3, 1, 3)
case("outpaint-image", image)
case("outpaint-mask", mask)
mask = array((2, 5, 6), 101)
for expand in (2, -1):
    for tapered in (True, False):
        case(f"grow-{expand}-{tapered}", run("GrowMask", mask, expand, tapered))
case("feather", run("FeatherMask", mask, 3, 2, 9, 1))
for operation in ("multiply", "add", "subtract", "and", "or", "xor"):
    case(f"maskcomposite-{operation}", run("MaskComposite", mask, array((1, 3, 4), 102), 3, 1, operation))
a, b = ({"samples": array(shape, seed, 2, -1)} for shape, seed in (((1, 3, 4, 5), 111), ((1, 3, 6, 5), 112)))
case("interpolate", run("LatentInterpolate", a, b, 0.3)["samples"])
case("composite-masked", run("ImageCompositeMasked", array((2, 6, 7, 4), 121), array((1, 3, 4, 3), 122), 4, 2, False, array((1, 2, 2), 123)))
case("composite-resized", run("ImageCompositeMasked", array((1, 4, 5, 3), 124), array((1, 3, 4, 4), 125), 1, 1, True, None))
case("joinalpha", run("JoinImageWithAlpha", array((1, 4, 5, 3), 131), array((2, 2, 3), 132)))
a, b = ({"samples": array(shape, seed)} for shape, seed in (((1, 3, 9, 8), 141), ((1, 3, 5, 4), 142)))
case("latentcomposite", nodes.LatentComposite().composite(a, b, 16, 8, "normal", 16)[0]["samples"])

MADE = ("ComfyUI 0.33.0: its node functions and common_upscale, run on the CPU with PyTorch 1.13.1, Pillow 9.4.0 and SciPy 1.10.1 (Debian 12) by "
        "make_comfyui_pictures.py. Inputs: x = (1103515245 x + 12345) mod 2^31 from the seed on, value (x >> 8) / 2^23, times scale plus shift, as float32; "
        "shapes, seeds and settings stand in the script and in ComfyPictureTests.")
with open(output, "w") as file:
    lines = ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases)
    file.write(f'{{"made":{json.dumps(MADE)},\n"cases":[\n{lines}\n]}}\n')
