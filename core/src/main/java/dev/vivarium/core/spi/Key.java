package dev.vivarium.core.spi;

/**
 * The name under which a step remembers a value in the journal; a constant of whoever owns it.
 *
 * @param name stable for ever, such as {@code qemu.ports}: journals of older releases hold it
 * @param type a record, string, number, boolean, or an id of the model; small, written as JSON
 */
public record Key<T>(String name, Class<T> type) {

    /** A key for values of this type. */
    public static <T> Key<T> of(String name, Class<T> type) {
        return new Key<>(name, type);
    }
}
