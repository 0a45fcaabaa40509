package dev.vivarium.qemu.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What an emulated processor can do, as QEMU says it, in the names of Linux' {@code /proc/cpuinfo}. */
public final class CpuModel {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String QUESTION = """
            {"execute":"qmp_capabilities"}
            {"execute":"query-cpu-model-expansion","arguments":{"type":"full","model":{"name":"%s"}},"id":"features"}
            {"execute":"quit"}
            """;
    /** Where Linux says it otherwise than by {@code _} in place of QEMU's {@code -} and {@code .}. */
    private static final Map<String, String> OTHERWISE = Map.ofEntries(
            Map.entry("sse3", "pni"),
            Map.entry("i64", "lm"),
            Map.entry("xd", "nx"),
            Map.entry("pclmuldq", "pclmulqdq"),
            Map.entry("ffxsr", "fxsr_opt"),
            Map.entry("tsc_deadline", "tsc_deadline_timer"),
            Map.entry("invtsc", "nonstop_tsc"),
            Map.entry("avx512vbmi2", "avx512_vbmi2"),
            Map.entry("avx512vnni", "avx512_vnni"),
            Map.entry("avx512bitalg", "avx512_bitalg"));

    private CpuModel() {}

    /**
     * Asks an emulator that is started for the question alone, about 40 ms.
     *
     * @param binary the emulator
     * @param model as after {@code -cpu}, such as {@code max,-la57}
     * @return empty if this QEMU does not answer that question
     * @throws dev.vivarium.core.model.VivariumException if it cannot be run
     */
    public static Optional<Set<String>> features(String binary, String model) {
        List<String> parts = List.of(model.split(","));
        String said = Tool.run(
                LIMIT,
                List.of(binary, "-machine", "none,accel=tcg", "-display", "none", "-nodefaults", "-qmp", "stdio"),
                QUESTION.formatted(parts.get(0)));
        Set<String> features = new TreeSet<>();
        said.lines().filter(line -> line.contains("\"features\"")).forEach(line -> features.addAll(parse(line)));
        parts.stream().filter(p -> p.startsWith("-")).forEach(p -> features.remove(linux(p.substring(1))));
        return features.isEmpty() ? Optional.empty() : Optional.of(features);
    }

    /** The properties that are true in QEMU's answer. */
    static Set<String> parse(String answer) {
        Set<String> features = new TreeSet<>();
        try {
            JsonNode properties = JsonMapper.builder()
                    .build()
                    .readTree(answer)
                    .path("return")
                    .path("model")
                    .path("props");
            properties.fields().forEachRemaining(property -> {
                if (property.getValue().asBoolean(false)) {
                    features.add(linux(property.getKey()));
                }
            });
            return features;
        } catch (JsonProcessingException e) {
            return Set.of(); // not an answer
        }
    }

    private static String linux(String name) {
        String plain = name.replace('-', '_').replace('.', '_');
        return OTHERWISE.getOrDefault(plain, plain);
    }
}
