package dev.vivarium.service.http;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What Jetty refuses before anybody else sees it, as a problem too. */
final class ProblemPages extends ErrorHandler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        Reply reply = Problems.reply(
                Refusal.of(status, title(status), "request.refused", detail(status)), Trace.of(Optional.empty()));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.type());
        SecurityHeaders.of("", false)
                .forEach((name, value) -> response.getHeaders().put(name, value));
        response.write(true, ByteBuffer.wrap(reply.content()), callback);
        return true;
    }

    private static String title(int status) {
        return status >= 500 ? "A mistake of ours" : "The request is wrong";
    }

    private static String detail(int status) {
        return switch (status) {
            case 400 -> "this is no HTTP request that this service reads";
            case 408 -> "the request came too slowly";
            case 414 -> "the address is too long";
            case 431 -> "the headers are too long";
            default -> "the request cannot be answered";
        };
    }
}
