package dev.vivarium.service.metrics;

import dev.vivarium.service.http.Refusal;
import dev.vivarium.service.http.Reply;
import dev.vivarium.service.http.Request;
import dev.vivarium.service.http.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;

/** The contract for people: Swagger UI, from this program alone. */
public final class DocsPages {
    private static final String POM = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
    private static final Map<String, String> FILES = Map.of(
            "swagger-ui.css", "text/css; charset=utf-8",
            "swagger-ui-bundle.js", "text/javascript; charset=utf-8",
            "favicon-32x32.png", "image/png");
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>Vivarium provisioner service</title>
            <link rel="stylesheet" href="/docs/swagger-ui.css">
            <link rel="icon" href="/docs/favicon-32x32.png">
            </head>
            <body>
            <div id="ui"></div>
            <script src="/docs/swagger-ui-bundle.js"></script>
            <script src="/docs/start.js"></script>
            </body>
            </html>
            """;
    private static final String START = """
            SwaggerUIBundle({url: '/openapi.json', dom_id: '#ui', deepLinking: true, validatorUrl: null});
            """;

    /** Answers what browsers ask. */
    public void register(Routes routes) {
        routes.page("/docs", request -> Reply.text("text/html; charset=utf-8", PAGE))
                .page("/docs/start.js", request -> Reply.text("text/javascript; charset=utf-8", START))
                .page("/docs/problems", request -> Reply.text("text/html; charset=utf-8", ProblemsPage.html()))
                .page("/docs/{file}", DocsPages::file);
    }

    private static Reply file(Request request) {
        String name = request.path("file");
        String type = FILES.get(name);
        if (type == null) {
            throw Refusal.notFound("request.path", "there is no such page");
        }
        return Reply.content(type, bytes("/META-INF/resources/webjars/swagger-ui/" + version() + "/" + name));
    }

    private static String version() {
        try (InputStream in = DocsPages.class.getResourceAsStream(POM)) {
            Properties pom = new Properties();
            pom.load(in);
            return pom.getProperty("version", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String resource) {
        try (InputStream in = DocsPages.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw Refusal.notFound("docs.missing", "this program was built without Swagger UI");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
