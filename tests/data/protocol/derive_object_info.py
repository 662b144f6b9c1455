"""Entries of GET /object_info as a ComfyUI checkout declares them, without running a server.

    python3 derive_object_info.py COMFYUI_FOLDER MODULE OUTPUT_FOLDER [NODE ...]

MODULE is `nodes` or `comfy_extras.nodes_x`. Everything that the declarations do not need (torch, model code, folders) is replaced by
stand-ins; the entries themselves come from ComfyUI's own code. Texts (descriptions, tooltips, search words) are left out.
Checked against all recorded entries of ../object_info whose node needs no folder: they come out the same, texts apart.
"""
import importlib
import importlib.abc
import importlib.machinery
import inspect
import json
import os
import sys
import types
from unittest.mock import MagicMock

comfy_folder, module_name, output_folder, *wanted = sys.argv[1:]
here = os.path.dirname(os.path.abspath(__file__))
REAL = ("comfy_api", "comfy_api.internal", "comfy_api.latest._io", "comfy_execution", "comfy_execution.graph_utils", module_name)


def recorded(node, name):
    """The choices of an input in a recorded entry."""
    with open(os.path.join(here, "object_info", node + ".json")) as file:
        return json.load(file)[node]["input"]["required"][name][1]["options"]


class StandIn(types.ModuleType):
    """A module with any class and any value; classes can be inherited and subscripted."""
    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        value = type(name, (), {"__class_getitem__": classmethod(lambda c, i: c), "__init_subclass__": classmethod(lambda c, **k: None)}) \
            if name[0].isupper() else MagicMock(name=f"{self.__name__}.{name}")
        setattr(self, name, value)
        return value


class StandInFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        ours = not name.startswith("comfy_api.internal.") and name not in REAL
        known = name.split(".")[0] in (*sys.stdlib_module_names, "typing_extensions")
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if ours and not known else None

    def create_module(self, spec):
        return StandIn(spec.name)

    def exec_module(self, module):
        pass


class TypeNames(type):
    def __getattr__(cls, name):
        return name


sys.path.insert(0, comfy_folder)
sys.meta_path.insert(0, StandInFinder())
latest = StandIn("comfy_api.latest")
latest.__path__ = [os.path.join(comfy_folder, "comfy_api", "latest")]
import comfy.comfy_types  # noqa: E402
import comfy.samplers  # noqa: E402
import comfy_api  # noqa: E402, F401

sys.modules["comfy_api.latest"] = latest
io = latest.io = latest.IO = importlib.import_module("comfy_api.latest._io")
comfy.comfy_types.IO = TypeNames("IO", (), {})
samplers, schedulers = recorded("KSamplerSelect", "sampler_name"), recorded("BasicScheduler", "scheduler")
comfy.samplers.SAMPLER_NAMES, comfy.samplers.SCHEDULER_NAMES = samplers, schedulers
comfy.samplers.KSampler = type("KSampler", (), {"SAMPLERS": samplers, "SCHEDULERS": schedulers})
if module_name != "nodes":
    sys.modules["nodes"] = StandIn("nodes")
    sys.modules["nodes"].MAX_RESOLUTION = 16384

module = types.ModuleType(module_name)
module.__file__ = os.path.join(comfy_folder, *module_name.split(".")) + ".py"
sys.modules[module_name] = module
with open(module.__file__) as file:
    # nodes.py goes on with loading custom nodes.
    source = file.read().split("EXTENSION_WEB_DIRS")[0]
exec(compile(source, module.__file__, "exec"), module.__dict__)


def v1_entry(node, cls):
    inputs = cls.INPUT_TYPES()
    entry = {
        "input": inputs, "input_order": {k: list(v) for k, v in inputs.items()}, "is_input_list": getattr(cls, "INPUT_IS_LIST", False),
        "output": cls.RETURN_TYPES, "output_is_list": getattr(cls, "OUTPUT_IS_LIST", [False] * len(cls.RETURN_TYPES)),
        "output_name": getattr(cls, "RETURN_NAMES", cls.RETURN_TYPES), "name": node,
        "display_name": getattr(module, "NODE_DISPLAY_NAME_MAPPINGS", {}).get(node, node), "description": "", "python_module": module_name,
        "category": getattr(cls, "CATEGORY", "sd"), "output_node": getattr(cls, "OUTPUT_NODE", False),
        "has_intermediate_output": getattr(cls, "HAS_INTERMEDIATE_OUTPUT", False), "search_aliases": [],
    }
    for flag in ("deprecated", "experimental", "dev_only", "api_node"):
        if getattr(cls, flag.upper(), False):
            entry[flag] = True
    if hasattr(cls, "ESSENTIALS_CATEGORY"):
        entry["essentials_category"] = cls.ESSENTIALS_CATEGORY
    return entry


def v3_entry(cls):
    cls.RELATIVE_PYTHON_MODULE = module_name
    entry = cls.GET_NODE_INFO_V1()
    return {**entry, "description": "", "search_aliases": None, "output_tooltips": [None] * len(entry["output"])}


entries = {name: (lambda n=name, c=cls: v1_entry(n, c)) for name, cls in getattr(module, "NODE_CLASS_MAPPINGS", {}).items()}
for cls in list(vars(module).values()):
    if inspect.isclass(cls) and issubclass(cls, io.ComfyNode) and cls.__module__ == module_name:
        entries[cls.define_schema().node_id] = lambda c=cls: v3_entry(c)


def write(file, value, indent=0):
    """JSON with the layout of the recorded entries: objects down to the inputs on lines of their own."""
    if isinstance(value, dict) and indent < 4:
        pad = " " * indent
        file.write("{\n")
        for i, (key, item) in enumerate(value.items()):
            file.write(f"{pad} {json.dumps(key)}: ")
            write(file, item, indent + 1)
            file.write(",\n" if i < len(value) - 1 else "\n")
        file.write(pad + "}")
    else:
        file.write(json.dumps(value))


for name in wanted or entries:
    entry = entries[name]()
    for spec in (s for inputs in entry["input"].values() for s in inputs.values() if not isinstance(s, str) and len(s) > 1):
        spec[1].pop("tooltip", None)
    with open(os.path.join(output_folder, name + ".json"), "w") as file:
        write(file, {name: entry})
        file.write("\n")
