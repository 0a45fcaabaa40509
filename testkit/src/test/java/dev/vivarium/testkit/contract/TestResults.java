package dev.vivarium.testkit.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What the reports of a test run say about one hypervisor.
 *
 * @param name the column's head
 */
record TestResults(String name, Map<String, Outcome> outcomes) {

    /** How a test ended. */
    enum Outcome {
        FAILED("**failed**"),
        PASSED("yes"),
        DENIED("denied"),
        SKIPPED("skipped"),
        NOT_RUN("–");

        private final String text;

        Outcome(String text) {
            this.text = text;
        }
    }

    /** Reads the reports of the classes with this prefix; a folder without reports gives a column of "not run". */
    static TestResults read(String name, Path reports, String prefix) {
        Map<String, Outcome> outcomes = new HashMap<>();
        if (Files.isDirectory(reports)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(reports, "TEST-*." + prefix + "*.xml")) {
                for (Path file : files) {
                    read(file, outcomes);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new TestResults(name, outcomes);
    }

    private static void read(Path file, Map<String, Outcome> outcomes) throws IOException {
        try {
            Document report = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile());
            NodeList cases = report.getElementsByTagName("testcase");
            for (int i = 0; i < cases.getLength(); i++) {
                Element test = (Element) cases.item(i);
                outcomes.put(test.getAttribute("name"), outcome(test));
            }
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("cannot read " + file, e);
        }
    }

    private static Outcome outcome(Element test) {
        if (has(test, "failure") || has(test, "error")) {
            return Outcome.FAILED;
        }
        if (!has(test, "skipped")) {
            return Outcome.PASSED;
        }
        String why = ((Element) test.getElementsByTagName("skipped").item(0)).getAttribute("message");
        return why.contains("is denied") ? Outcome.DENIED : Outcome.SKIPPED;
    }

    private static boolean has(Element test, String child) {
        return test.getElementsByTagName(child).getLength() > 0;
    }

    /** The worst of these tests; what was not run counts only where nothing was. */
    String of(List<Method> tests) {
        Set<Outcome> seen = EnumSet.noneOf(Outcome.class);
        for (Method test : tests) {
            seen.add(outcomes.getOrDefault(test.getName(), Outcome.NOT_RUN));
        }
        return seen.iterator().next().text;
    }
}
