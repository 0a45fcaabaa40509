package dev.vivarium.cloudinit.yaml;

import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/** Writes maps, lists, strings, numbers and booleans as YAML: always the same text for the same value. */
public final class YamlText {
    private static final int NO_FOLDING = 4096;

    private YamlText() {}

    /**
     * A document in block style with every string in double quotes, so that none of them can mean anything else.
     *
     * @throws IllegalArgumentException if a string holds a NUL, which no reader would take
     */
    public static String of(Map<String, ?> document) {
        String text = new Dump(DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.BLOCK)
                        .setDefaultScalarStyle(ScalarStyle.DOUBLE_QUOTED)
                        .setUseUnicodeEncoding(true)
                        .setWidth(NO_FOLDING)
                        .setSplitLines(false)
                        .build())
                .dumpToString(document);
        if (text.contains("\\0")) {
            throw new IllegalArgumentException("a text with a NUL cannot be given to a guest");
        }
        return text;
    }
}
