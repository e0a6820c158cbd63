# A trained PyTorch net with BatchNorm as safetensors in four dtypes, and a file with every dtype; what is in them as JSON.
import json, torch, warnings
from safetensors.torch import save_file
warnings.simplefilter("ignore"); torch.set_num_threads(1); torch.manual_seed(7)
M = torch.nn.Sequential(); 
for n, m in (("fc1", torch.nn.Linear(4, 8)), ("bn1", torch.nn.BatchNorm1d(8)), ("relu1", torch.nn.ReLU()), ("drop1", torch.nn.Dropout(0.5)), ("fc2", torch.nn.Linear(8, 6)), ("bn2", torch.nn.BatchNorm1d(6)), ("tanh2", torch.nn.Tanh()), ("fc3", torch.nn.Linear(6, 3))): M.add_module(n, m)
o = torch.optim.Adam(M.parameters(), lr=0.02); X = torch.randn(128, 4) * torch.tensor([1., 2., .5, 3.]) + torch.tensor([0., 1., -1., 2.]); Y = (X[:, 0] > 0).long() + (X[:, 1] > 2).long()
M.train()
for _ in range(60): o.zero_grad(); torch.nn.functional.cross_entropy(M(X), Y).backward(); o.step()
M.eval(); x = X[:10].clone()
with torch.no_grad(): y = M(x); y64 = M.double()(x.double()); M.float()
save_file({k: v.contiguous() for k, v in M.state_dict().items()}, "mlp_bn.safetensors", metadata={"format": "pt"})
half = {k: (v.half() if v.is_floating_point() else v) for k, v in M.state_dict().items()}; save_file(half, "mlp_bn_f16.safetensors"); bf = {k: (v.bfloat16() if v.is_floating_point() else v) for k, v in M.state_dict().items()}; save_file(bf, "mlp_bn_bf16.safetensors"); save_file({k: (v.double() if v.is_floating_point() else v) for k, v in M.state_dict().items()}, "mlp_bn_f64.safetensors")
st = {k: {"shape": list(v.shape), "dtype": str(v.dtype).replace("torch.", ""), "values": v.double().flatten().tolist() if v.is_floating_point() else v.flatten().tolist()} for k, v in M.state_dict().items()}
json.dump({"torch": torch.__version__, "net": "fc1 Linear(4,8), bn1 BatchNorm1d(8), relu, dropout(0.5, off), fc2 Linear(8,6), bn2 BatchNorm1d(6), tanh, fc3 Linear(6,3); eps 1e-5", "weight_layout": "[out, in], row-major", "tensors": st, "f16": {k: v.double().flatten().tolist() for k, v in half.items() if v.is_floating_point()}, "bf16": {k: v.double().flatten().tolist() for k, v in bf.items() if v.is_floating_point()}, "input": x.double().tolist(), "output_float32": y.double().tolist(), "output_of_the_same_weights_in_float64": y64.tolist()}, open("mlp_bn.json", "w"))
# a safetensors file with every kind
kinds = {"f32": torch.tensor([[1.5, -2], [0., -0.]]), "f64": torch.tensor([1 / 3, 1e300], dtype=torch.float64), "f16": torch.tensor([1.5, 65504, 6e-8], dtype=torch.float16), "bf16": torch.tensor([1.5, 3e38], dtype=torch.bfloat16), "i64": torch.tensor([-2 ** 63, 2 ** 63 - 1]), "i32": torch.tensor([-5, 7], dtype=torch.int32), "i16": torch.tensor([-300, 300], dtype=torch.int16), "i8": torch.tensor([-128, 127], dtype=torch.int8), "u8": torch.tensor([0, 255], dtype=torch.uint8), "bool": torch.tensor([True, False]), "scalar": torch.tensor(2.5), "empty": torch.zeros(0, 3), "odd_bytes": torch.tensor([1, 2, 3], dtype=torch.uint8), "after_odd": torch.tensor([4.25]), "nonfinite": torch.tensor([float("inf"), -float("inf"), float("nan")]), "näme/with.dots and space": torch.tensor([1.])}
save_file(kinds, "kinds.safetensors", metadata={"b": "2", "a": "ü\"\\"}); B = open("kinds.safetensors", "rb").read(); n = int.from_bytes(B[:8], "little")
json.dump({"safetensors": "0.8.0", "header_length": n, "header": json.loads(B[8:8 + n]), "values": {k: {"shape": list(v.shape), "values": [str(q) if q != q or abs(q) == float("inf") else q for q in (v.double() if v.is_floating_point() else v).flatten().tolist()]} for k, v in kinds.items()}}, open("kinds.json", "w"), ensure_ascii=False, indent=1)
