"""What operators of ONNX are as layers: one small function an operator, declared by `imports`."""
