package dev.vivarium.proxmox.api;

import okhttp3.Call;
import okhttp3.EventListener;

/** Sees whether anything of a request left this machine: what did not can be asked elsewhere without harm. */
final class Sending extends EventListener {
    private volatile boolean begun;

    @Override
    public void requestHeadersStart(Call call) {
        begun = true;
    }

    boolean begun() {
        return begun;
    }
}
