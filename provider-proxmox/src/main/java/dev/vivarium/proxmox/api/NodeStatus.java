package dev.vivarium.proxmox.api;

import java.util.Set;

/**
 * What a node is made of.
 *
 * @param cpuModel for people
 * @param cpuFlags the processor's features in the kernel's words, such as {@code avx2}
 * @param threads that the processors run at once
 * @param memory in bytes
 * @param memoryFree in bytes
 * @param rootFree free on the disk where uploads are spooled, in bytes
 */
public record NodeStatus(
        String cpuModel, Set<String> cpuFlags, int threads, long memory, long memoryFree, long rootFree) {

    static NodeStatus read(Fields fields) {
        Fields cpu = Fields.of(fields.raw("cpuinfo"));
        Fields memory = Fields.of(fields.raw("memory"));
        return new NodeStatus(
                cpu.text("model", ""),
                Set.of(cpu.text("flags", "").strip().split("\\s+")),
                (int) cpu.number("cpus", cpu.number("cores", 0)),
                memory.number("total", 0),
                memory.number("free", 0),
                fields.raw("rootfs").isObject()
                        ? Fields.of(fields.raw("rootfs")).number("avail", 0)
                        : 0);
    }
}
