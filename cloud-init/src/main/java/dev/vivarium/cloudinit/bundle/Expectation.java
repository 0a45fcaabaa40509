package dev.vivarium.cloudinit.bundle;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What must hold in an answer.
 *
 * @param how the comparison
 * @param value what is looked for; {@code ${node.name}} in it stands for the node's name
 */
public record Expectation(How how, String value) {
    /** The placeholder for the node's name. */
    public static final String NODE_NAME = "${node.name}";

    /** The comparison. */
    public enum How {
        /** The value is somewhere in the answer. */
        CONTAINS,
        /** The answer is the value; white space around the answer does not count. */
        EQUALS,
        /** The value is a regular expression that is found somewhere in the answer. */
        MATCHES
    }

    /** @throws PatternSyntaxException if a regular expression cannot be read */
    public Expectation {
        if (how == How.MATCHES) {
            pattern(value, "x");
        }
    }

    /** True if the answer is as expected of the node with this name. */
    public boolean holds(String answer, String nodeName) {
        return switch (how) {
            case CONTAINS -> answer.contains(bound(nodeName));
            case EQUALS -> answer.strip().equals(bound(nodeName));
            case MATCHES -> matches(pattern(value, nodeName), answer);
        };
    }

    /** An expression that would take for ever on this answer does not hold. */
    private static boolean matches(Pattern pattern, String answer) {
        try {
            return pattern.matcher(PatientText.of(answer)).find();
        } catch (PatientText.Exhausted | StackOverflowError e) {
            return false;
        }
    }

    /** What is expected, for people: {@code contains "Муза"}. */
    public String describe(String nodeName) {
        return switch (how) {
            case CONTAINS -> "contains \"" + bound(nodeName) + "\"";
            case EQUALS -> "equals \"" + bound(nodeName) + "\"";
            case MATCHES -> "matches /" + bound(nodeName) + "/";
        };
    }

    private String bound(String nodeName) {
        return value.replace(NODE_NAME, nodeName);
    }

    /** The name is text, also in a regular expression, where the placeholder itself would not be one. */
    private static Pattern pattern(String value, String nodeName) {
        String regex = value.replaceAll(Pattern.quote(NODE_NAME), Matcher.quoteReplacement(Pattern.quote(nodeName)));
        return Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS);
    }
}
