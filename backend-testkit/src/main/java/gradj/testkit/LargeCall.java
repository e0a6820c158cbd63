package gradj.testkit;

/**
 * A call on large operands, with a smaller one that tells what it should give.
 *
 * @param call the call to make
 * @param small what gives the elements that {@code call}'s outputs repeat; the call itself where nothing repeats
 * @param outputs how each output repeats that of {@code small}
 */
record LargeCall(BackendCall call, BackendCall small, Tile... outputs) {
    /** How much of an input is looked at after the call. */
    private static final int END = 1000;

    /** Operands that do not repeat: the definition is computed in full. */
    static LargeCall whole(BackendCall call) {
        Tile[] outputs = new Tile[call.outputs().length];
        for (int i = 0; i < outputs.length; i++) {
            int size = call.outputs()[i].length;
            outputs[i] = Tile.line(size, size);
        }
        return new LargeCall(call, call, outputs);
    }

    /** The outputs are right, within their bounds; guards and the ends of the inputs are as they were. */
    void assertRight(Subject subject) {
        double[][] expected = subject.overflown(small.expected());
        double[][] bounds = small.bound().of(small, expected, subject.u());
        Outcome outcome = Outcome.of(subject, call, END);
        for (int i = 0; i < expected.length; i++) {
            outputs[i].assertClose(expected[i], bounds[i], outcome.outputs()[i], Close.name(subject, call, i));
        }
        CallRules.inputsAreUnchanged(subject, call, outcome);
        CallRules.nothingOutsideIsWritten(subject, call, outcome);
    }

    @Override
    public String toString() {
        return call.name();
    }
}
