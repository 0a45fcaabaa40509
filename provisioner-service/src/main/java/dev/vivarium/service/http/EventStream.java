package dev.vivarium.service.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** Server-sent events on one connection. */
final class EventStream implements EventSource.Listener {
    private final OutputStream out;
    private final BooleanSupplier closing;
    private boolean gone;

    EventStream(OutputStream out, BooleanSupplier closing) {
        this.out = out;
        this.closing = closing;
    }

    @Override
    public void event(long id, String type, Object data) {
        String json = new String(WireJson.bytes(data), StandardCharsets.UTF_8);
        send("id: " + id + "\nevent: " + type + "\ndata: " + json + "\n\n");
    }

    @Override
    public void comment(String text) {
        send(": " + text + "\n\n");
    }

    @Override
    public boolean isGone() {
        return gone || closing.getAsBoolean();
    }

    private void send(String text) {
        if (gone) {
            return;
        }
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            gone = true;
        }
    }
}
