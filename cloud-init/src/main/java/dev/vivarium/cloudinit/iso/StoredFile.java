package dev.vivarium.cloudinit.iso;

/** A file and where its content lies in the image; filled in while it is written. */
final class StoredFile implements Entry {
    private final int mode;
    long sector;
    long size;

    StoredFile(int mode) {
        this.mode = mode;
    }

    @Override
    public int mode() {
        return mode;
    }
}
