package dev.vivarium.client;

import com.fasterxml.jackson.databind.JavaType;
import dev.vivarium.client.model.Event;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.function.Predicate;

/** Events as they happen. A connection that is lost, or on which not even heartbeats come, is made anew after the last event. */
final class EventStream {
    private static final JavaType EVENT = Wire.type(Event.class);

    private final Exchange exchange;
    private final String path;
    private final Tries tries;
    private long last;

    /** After this event; from the first one that is kept if that is negative. */
    EventStream(Exchange exchange, String path, long after) {
        this.exchange = exchange;
        this.path = path;
        this.tries = exchange.patientTries();
        this.last = after;
    }

    /**
     * Hands events over until that says no more, or the service ends the stream.
     *
     * @return true if it was the service that ended it
     * @throws ServiceException if it cannot be reached for longer than its client is patient
     */
    boolean read(Predicate<? super Event> more) {
        while (true) {
            try (InputStream body = open()) {
                ServerEvents events = new ServerEvents(new BufferedInputStream(body));
                for (Optional<byte[]> data = events.next(); data.isPresent(); data = events.next()) {
                    Event event = Wire.read(data.get(), EVENT);
                    tries.succeeded();
                    if (event.id() >= last) { // progress within a step has the id of the step's event
                        last = event.id();
                        if (!more.test(event)) {
                            return false;
                        }
                    }
                }
                return true;
            } catch (IOException e) {
                tries.waitAfter(exchange.lost(e));
            } catch (ServiceException e) {
                if (!e.isTransient()) {
                    throw e;
                }
                tries.waitAfter(e);
            }
        }
    }

    private InputStream open() throws IOException {
        Call call = Call.get(path).header("Accept", "text/event-stream, application/problem+json");
        if (last >= 0) {
            call.header("Last-Event-ID", Long.toString(last));
        }
        HttpResponse<InputStream> response =
                exchange.open(call, exchange.settings().inactivity());
        Answers answers = new Answers(exchange.settings().address());
        if (response.statusCode() != 200) {
            try (InputStream body = response.body()) {
                throw answers.problem(response, body);
            }
        }
        if (!Answers.contentType(response).equals("text/event-stream")) {
            response.body().close();
            throw answers.notAService("answers with no stream of events where one is due");
        }
        return response.body();
    }
}
