package dev.vivarium.proxmox.fake.vm;

import dev.vivarium.proxmox.fake.cluster.Cluster;
import dev.vivarium.proxmox.fake.cluster.Drive;
import dev.vivarium.proxmox.fake.cluster.Node;
import dev.vivarium.proxmox.fake.cluster.Vm;
import dev.vivarium.proxmox.fake.http.Refusal;
import dev.vivarium.proxmox.fake.task.Task;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands in the way of a passed-through device. */
final class PciMappings {
    private PciMappings() {}

    /** Whether a machine has devices of its host. */
    static boolean has(Vm vm) {
        return vm.config.keySet().stream().anyMatch(key -> key.matches("hostpci[0-9]+"));
    }

    /** What is wrong with a mapping on a node. */
    static Optional<String> problem(Cluster cluster, String node, String name) {
        Optional<Drive> line = line(cluster, node, name);
        if (line.isEmpty()) {
            return Optional.empty();
        }
        String path = line.get().option("path").orElse("");
        if (line.get().option("subsystem-id").isEmpty()) {
            return Optional.of("missing expected property 'subsystem-id' for device '" + path + "'");
        }
        return device(cluster, node, path).isPresent()
                ? Optional.empty()
                : Optional.of("PCI device '" + path + "' not found");
    }

    private static Optional<Drive> line(Cluster cluster, String node, String name) {
        return cluster.mappings.getOrDefault(name, List.of()).stream()
                .map(Drive::parse)
                .filter(map -> map.option("node").equals(Optional.of(node)))
                .findFirst();
    }

    private static Optional<Node.PciDevice> device(Cluster cluster, String node, String path) {
        return cluster.node(node).devices().stream()
                .filter(device -> device.id().startsWith(path))
                .findFirst();
    }

    /** Refuses to start a machine whose devices are not to be had. */
    static void check(Cluster cluster, Vm vm, Task task) {
        for (Map.Entry<String, String> entry : Map.copyOf(vm.config).entrySet()) {
            if (entry.getKey().matches("hostpci[0-9]+")) {
                check(cluster, vm, task, entry.getValue());
            }
        }
    }

    private static void check(Cluster cluster, Vm vm, Task task, String text) {
        Drive line = Drive.parse(text);
        Optional<String> mapping = line.option("mapping");
        mapping.ifPresent(name -> mapped(cluster, vm, task, name));
        String path = address(cluster, vm.node(), text);
        Optional<Node.PciDevice> device = device(cluster, vm.node(), path);
        if (device.isEmpty()) {
            fail(task, "no PCI device found for '" + path + "'");
        } else if (line.option("pcie").equals(Optional.of("1"))
                && !vm.config.getOrDefault("machine", "").contains("q35")) {
            throw Refusal.of("q35 machine model is not enabled at /usr/share/perl5/PVE/QemuServer/PCI.pm line 510.");
        } else if (device.get().iommuGroup() < 0) {
            throw Refusal.of("cannot prepare PCI pass-through, IOMMU not present");
        }
        user(cluster, vm, path)
                .ifPresent(
                        other -> fail(task, "PCI device '" + path + "' already in use by VMID '" + other.id() + "'"));
    }

    private static void mapped(Cluster cluster, Vm vm, Task task, String name) {
        if (line(cluster, vm.node(), name).isEmpty()) {
            fail(task, "PCI device mapping not found for '" + name + "'");
        }
        problem(cluster, vm.node(), name).ifPresent(text -> {
            task.log("PCI device mapping invalid (hardware probably changed): " + text);
            task.log("");
            throw Refusal.of("PCI device mapping invalid (hardware probably changed): " + text);
        });
    }

    private static void fail(Task task, String text) {
        task.log(text);
        throw Refusal.of(text);
    }

    private static String address(Cluster cluster, String node, String text) {
        Drive line = Drive.parse(text);
        return line.option("mapping")
                .flatMap(name -> line(cluster, node, name))
                .flatMap(map -> map.option("path"))
                .or(() -> line.option("host"))
                .orElse(line.file());
    }

    private static Optional<Vm> user(Cluster cluster, Vm vm, String path) {
        return cluster.vms().stream()
                .filter(other -> other != vm && other.running && other.node().equals(vm.node()))
                .filter(other -> other.config.entrySet().stream()
                        .anyMatch(e -> e.getKey().matches("hostpci[0-9]+")
                                && address(cluster, vm.node(), e.getValue()).equals(path)))
                .findFirst();
    }
}
