package dev.vivarium.service.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A request as it goes over the wire.
 *
 * @param target path and query
 * @param headers whole lines, in order
 * @param framed whether it says truly how long its body is: only then an answer is due
 */
record FuzzRequest(String method, String target, List<String> headers, byte[] body, boolean framed) {

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes((method + " " + target + " HTTP/1.1\r\n").getBytes(StandardCharsets.UTF_8));
        headers.forEach(line -> out.writeBytes((line + "\r\n").getBytes(StandardCharsets.UTF_8)));
        out.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        out.writeBytes(body);
        return out.toByteArray();
    }

    @Override
    public String toString() {
        String text = new String(bytes(), StandardCharsets.UTF_8);
        return text.length() > 2000 ? text.substring(0, 2000) + "… (" + body.length + " bytes of body)" : text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FuzzRequest r && Arrays.equals(bytes(), r.bytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes());
    }
}
