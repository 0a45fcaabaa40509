package dev.vivarium.cloudinit.bundle;

/** A text that can be read so often and no more: a regular expression that goes back and forth without end gives up. */
record PatientText(CharSequence text, long[] left) implements CharSequence {
    private static final long READS = 20_000_000; // a tenth of a second or so

    /** The regular expression reads on and on. */
    static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Exhausted() {
            super("the regular expression takes too long", null, false, false);
        }
    }

    static PatientText of(String text) {
        return new PatientText(text, new long[] {READS});
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (--left[0] < 0) {
            throw new Exhausted();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new PatientText(text.subSequence(start, end), left);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
