package dev.vivarium.proxmox.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/**
 * One try of one upload, on a connection of its own. The HTTP library is not used for it: none of its time-outs ends a TLS write
 * that hangs, and its small pieces, each watched, take longer than the transfer need.
 */
final class UploadExchange {
    /** An upload is spooled, and by another node's proxy passed on, before the answer begins. */
    private static final Duration ANSWER = Duration.ofMinutes(10);

    private final OkHttpClient like;
    private final PveTimeouts limits;

    UploadExchange(OkHttpClient like, PveTimeouts limits) {
        this.like = like;
        this.limits = limits;
    }

    /** @throws Unanswered if no answer came */
    Reply once(HttpUrl url, Headers headers, UploadBody body) throws Unanswered {
        boolean sent = false;
        try (UploadConnection connection = UploadConnection.open(like, url, limits.connect())) {
            sent = true;
            return exchanged(connection, head(url, headers, body), body);
        } catch (IOException e) {
            throw new Unanswered(e, sent);
        }
    }

    private Reply exchanged(UploadConnection connection, byte[] head, UploadBody body) throws IOException {
        try {
            OutputStream out = connection.out(limits.write());
            out.write(head);
            body.writeTo(out);
        } catch (UploadBody.Stopped e) {
            throw e;
        } catch (IOException e) {
            return early(connection, e);
        }
        return reply(connection, limits.read().compareTo(ANSWER) > 0 ? limits.read() : ANSWER);
    }

    /** A server that refuses may hang up before it has all. */
    private Reply early(UploadConnection connection, IOException failure) throws IOException {
        if (connection.stalled()) {
            throw UploadConnection.stalled(failure);
        }
        try {
            return reply(connection, limits.read());
        } catch (IOException e) {
            failure.addSuppressed(e);
            throw failure;
        }
    }

    private static Reply reply(UploadConnection connection, Duration limit) throws IOException {
        try {
            return new ReplyReader(connection.in(limit)).read();
        } catch (IOException e) {
            throw connection.stalled() ? UploadConnection.stalled(e) : e;
        }
    }

    private static byte[] head(HttpUrl url, Headers headers, UploadBody body) {
        String query = url.encodedQuery();
        String host = url.host().contains(":") ? "[" + url.host() + "]" : url.host();
        StringBuilder head = new StringBuilder("POST " + url.encodedPath() + (query == null ? "" : "?" + query)
                + " HTTP/1.1\r\nHost: " + host + ":" + url.port() + "\r\nConnection: close\r\nContent-Type: "
                + body.contentType() + "\r\nContent-Length: " + body.length() + "\r\n");
        for (int i = 0; i < headers.size(); i++) {
            head.append(headers.name(i)).append(": ").append(headers.value(i)).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }
}
