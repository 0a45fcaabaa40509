package dev.vivarium.proxmox.api;

import dev.vivarium.cloudinit.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The parameters of one call, in order; a name may come again where the server wants a list. Never null: what is not meant is
 * left out. Prints its names only, as values may be secret. Immutable.
 */
public final class Params {
    private static final Params NONE = new Params(List.of());

    private final List<Param> list;

    private Params(List<Param> list) {
        this.list = list;
    }

    /** No parameters yet. */
    public static Params none() {
        return NONE;
    }

    /** With a text. */
    public Params with(String name, String value) {
        return plus(new Param(name, value, false));
    }

    /** With a number. */
    public Params with(String name, long value) {
        return with(name, Long.toString(value));
    }

    /** With a switch: {@code 1} or {@code 0}, as the server takes no other. */
    public Params with(String name, boolean value) {
        return with(name, value ? "1" : "0");
    }

    /** With a secret; where an answer repeats it, it is masked. */
    public Params with(String name, Secret value) {
        return plus(new Param(name, value.reveal(), true));
    }

    /** With a text if there is one. */
    public Params with(String name, Optional<String> value) {
        return value.map(text -> with(name, text)).orElse(this);
    }

    /** With a switch that is left out where it is off. */
    public Params when(String name, boolean value) {
        return value ? with(name, true) : this;
    }

    /** With a list: the name once for each value. */
    public Params each(String name, List<String> values) {
        Params all = this;
        for (String value : values) {
            all = all.with(name, value);
        }
        return all;
    }

    /** These, then the others. */
    public Params and(Params others) {
        List<Param> more = new ArrayList<>(list);
        more.addAll(others.list);
        return new Params(List.copyOf(more));
    }

    /** The names, in order. */
    public List<String> names() {
        return list.stream().map(Param::name).toList();
    }

    List<Param> list() {
        return list;
    }

    List<Secret> secrets() {
        return list.stream()
                .filter(Param::secret)
                .map(param -> Secret.of(param.value()))
                .toList();
    }

    String form() {
        return list.stream()
                .map(param -> encoded(param.name()) + "=" + encoded(param.value()))
                .collect(Collectors.joining("&"));
    }

    private Params plus(Param param) {
        List<Param> more = new ArrayList<>(list);
        more.add(param);
        return new Params(List.copyOf(more));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Params" + names();
    }

    record Param(String name, String value, boolean secret) {
        @Override
        public String toString() {
            return name;
        }
    }
}
