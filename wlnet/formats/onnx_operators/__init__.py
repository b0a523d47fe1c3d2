"""What each layer is in ONNX: one small function a layer, declared by `exports`, and back by `imports`.

Tensors have the batch dimension first, as here.  Sizes other than that of the batch are written as they are.
"""
