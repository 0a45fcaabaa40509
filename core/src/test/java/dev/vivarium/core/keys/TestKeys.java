package dev.vivarium.core.keys;

/** Keys for tests of other packages. */
public final class TestKeys {
    private TestKeys() {}

    /** A key ring that is always the same. */
    public static KeyRing ring() {
        return new KeyRing(MasterKey.of(new byte[MasterKey.BYTES]));
    }
}
