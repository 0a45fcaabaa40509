package dev.vivarium.service.metrics;

import dev.vivarium.service.http.ProblemTypes;
import java.util.stream.Collectors;

/** What each code of a problem means, for people; the {@code type} of a problem leads to its place here. */
final class ProblemsPage {
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>Problems of the Vivarium provisioner service</title>
            <link rel="icon" href="/docs/favicon-32x32.png">
            <style>
            body { font: 16px/1.5 sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; }
            dt { font-family: monospace; font-weight: bold; margin-top: 1.2rem; }
            dt:target { background: #ffeb99; }
            </style>
            </head>
            <body>
            <h1>Problems</h1>
            <p>Each answer that is a problem (RFC 9457), and each operation that failed, has one of these stable codes.
            <a href="/docs">The operations are here.</a></p>
            <dl>
            %s
            </dl>
            </body>
            </html>
            """;

    private ProblemsPage() {}

    static String html() {
        return PAGE.formatted(
                ProblemTypes.ofService().all().stream().map(ProblemsPage::entry).collect(Collectors.joining("\n")));
    }

    private static String entry(ProblemTypes.Type type) {
        return "<dt id=\"" + type.code() + "\"><a href=\"#" + type.code() + "\">" + type.code() + "</a></dt>\n<dd>"
                + escaped(type.means())
                + type.remedy().map(r -> " " + escaped(r)).orElse("") + "</dd>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
