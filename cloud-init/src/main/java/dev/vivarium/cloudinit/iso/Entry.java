package dev.vivarium.cloudinit.iso;

/** What a directory holds. */
sealed interface Entry permits Directory, StoredFile {
    /** The permission bits. */
    int mode();
}
