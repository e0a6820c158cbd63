#!/bin/sh
# com.microsoft.onnxruntime:onnxruntime:1.29.0 (models built with org.tribuo:tribuo-util-onnx:4.3.2)
#
# The reductions of int64 are added up in double and lose what is above 2^53: ReduceSum of 2^53 + 1 and 1 is 2 too small, and
# ReduceMean, ReduceProd, ReduceL1 and ReduceSumSquare are off in the same way, along any axis. CumSum, MatMul and
# Einsum with "i,i->" of the same numbers are exact, Einsum with "i->" is not. Pow is rounded too: 3^39 is 11 too small, and a
# number to the power of 1 is another number. Keys, hashes and times in nanoseconds are such numbers.
#
# Seen on 2026-11-29 with JDK 17.0.15 and 25.0.3: the lines at the end.
. "$(dirname "$0")/onnx.sh"
operator_program <<'JAVA'
class Finding {
    static final long ODD = (1L << 53) + 1;

    public static void main(String[] args) throws Exception {
        reduce("ReduceSum", ODD, 1, ODD + 1);
        reduce("ReduceMean", ODD, ODD, ODD);
        reduce("ReduceProd", ODD, 1, ODD);
        reduce("ReduceL1", -ODD, 0, ODD);
        reduce("ReduceSumSquare", 94_906_267, 0, 94_906_267L * 94_906_267);
        reduce("ReduceMax", ODD, ODD - 1, ODD);
        OnnxTensor running = new Operator("CumSum").run(Operator.longs(new long[] {ODD, 1}, 2), Operator.longs(new long[] {0}));
        show("CumSum", ((long[]) running.getValue())[1], ODD + 1);
        OnnxTensor product = new Operator("MatMul")
                .run(Operator.longs(new long[] {ODD, 1}, 2), Operator.longs(new long[] {1, 1}, 2));
        show("MatMul with ones", (Long) product.getValue(), ODD + 1);
        power(3, 39, 4_052_555_153_018_976_267L);
        power(ODD, 1, ODD);
    }

    static void reduce(String type, long first, long second, long exact) throws Exception {
        OnnxTensor values = Operator.longs(new long[] {first, second}, 2);
        show(type, (Long) new Operator(type).with("keepdims", 0).run(values).getValue(), exact);
    }

    static void power(long base, long exponent, long exact) throws Exception {
        OnnxTensor power = new Operator("Pow")
                .run(Operator.longs(new long[] {base}, 1), Operator.longs(new long[] {exponent}, 1));
        show("Pow of " + base + " and " + exponent, ((long[]) power.getValue())[0], exact);
    }

    static void show(String name, long value, long exact) {
        System.out.println(name + ": " + value + (value == exact ? "" : ", exact " + exact));
    }
}
JAVA
seen <<'SEEN'
ReduceSum: 9007199254740992, exact 9007199254740994
ReduceMean: 9007199254740992, exact 9007199254740993
ReduceProd: 9007199254740992, exact 9007199254740993
ReduceL1: 9007199254740992, exact 9007199254740993
ReduceSumSquare: 9007199515875288, exact 9007199515875289
ReduceMax: 9007199254740993
CumSum: 9007199254740994
MatMul with ones: 9007199254740994
Pow of 3 and 39: 4052555153018976256, exact 4052555153018976267
Pow of 9007199254740993 and 1: 9007199254740992, exact 9007199254740993
SEEN
