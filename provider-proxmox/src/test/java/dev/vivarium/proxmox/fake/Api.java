package dev.vivarium.proxmox.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vivarium.proxmox.fake.access.Caller;
import dev.vivarium.proxmox.fake.access.Doorkeeper;
import dev.vivarium.proxmox.fake.api.Ask;
import dev.vivarium.proxmox.fake.api.Json;
import dev.vivarium.proxmox.fake.api.Routes;
import dev.vivarium.proxmox.fake.cluster.Cluster;
import dev.vivarium.proxmox.fake.http.Answer;
import dev.vivarium.proxmox.fake.http.Refusal;
import dev.vivarium.proxmox.fake.http.Request;
import dev.vivarium.proxmox.fake.schema.ApiSchema;
import dev.vivarium.proxmox.fake.schema.ParameterCheck;
import dev.vivarium.proxmox.fake.storage.StorageCalls;
import dev.vivarium.proxmox.fake.storage.TransferCalls;
import dev.vivarium.proxmox.fake.task.TaskCalls;
import dev.vivarium.proxmox.fake.vm.AgentCalls;
import dev.vivarium.proxmox.fake.vm.CloneCalls;
import dev.vivarium.proxmox.fake.vm.ClusterCalls;
import dev.vivarium.proxmox.fake.vm.ConfigCalls;
import dev.vivarium.proxmox.fake.vm.ContainerCalls;
import dev.vivarium.proxmox.fake.vm.CreateCalls;
import dev.vivarium.proxmox.fake.vm.DiskCalls;
import dev.vivarium.proxmox.fake.vm.GroupCalls;
import dev.vivarium.proxmox.fake.vm.PlayedGuests;
import dev.vivarium.proxmox.fake.vm.Power;
import dev.vivarium.proxmox.fake.vm.PowerCalls;
import dev.vivarium.proxmox.fake.vm.SnapshotCalls;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers requests in the order of the real one: who, what, whether that is allowed, which node, whether it is well formed. */
final class Api {
    /** Those that somebody who asks about one path may want to see. */
    private static final List<String> PRIVILEGES = List.of(
            "Datastore.AllocateSpace",
            "Datastore.AllocateTemplate",
            "Datastore.Audit",
            "Mapping.Audit",
            "Mapping.Use",
            "SDN.Use",
            "Sys.Audit",
            "VM.Allocate",
            "VM.Audit",
            "VM.Clone",
            "VM.PowerMgmt",
            "VM.Snapshot");

    private static final String ROOT = "/api2/json";

    private final Cluster cluster;
    private final Doorkeeper doorkeeper;
    private final ApiSchema schema = ApiSchema.load();
    private final Routes routes = new Routes();

    Api(Cluster cluster, Doorkeeper doorkeeper, PlayedGuests guests, Power power, String version) {
        this.cluster = cluster;
        this.doorkeeper = doorkeeper;
        CreateCalls creation = new CreateCalls(cluster, power);
        creation.register(routes);
        new ClusterCalls(cluster, version).register(routes);
        new TaskCalls(cluster.tasks()).register(routes);
        new StorageCalls(cluster).register(routes);
        new TransferCalls(cluster).register(routes);
        new ConfigCalls(cluster, schema, guests).register(routes);
        new PowerCalls(cluster, power).register(routes);
        new SnapshotCalls(cluster, power).register(routes);
        new CloneCalls(cluster).register(routes);
        new DiskCalls(cluster).register(routes);
        new GroupCalls(cluster).register(routes);
        new AgentCalls(cluster, guests).register(routes);
        new ContainerCalls(cluster, creation, power).register(routes);
    }

    Answer answer(Request request) {
        try {
            return request.path().startsWith(ROOT)
                    ? find(request, request.path().substring(ROOT.length()))
                    : Answer.failure(Refusal.bare(404, "no such file '" + request.path() + "'"));
        } catch (Refusal e) {
            return Answer.failure(e);
        }
    }

    private Answer find(Request request, String path) {
        if (path.equals("/access/ticket")) {
            return logIn(request);
        }
        Caller caller = doorkeeper.caller(request);
        if (path.equals("/access/permissions") && request.method().equals("GET")) {
            return Answer.data(permissions(caller, request.parameters().getOrDefault("path", "")));
        }
        ApiSchema.Match match =
                schema.find(request.method(), path.isEmpty() ? "/" : path).orElseThrow(() -> notThere(request, path));
        Map<String, String> all = new HashMap<>(request.parameters());
        all.putAll(match.inPath());
        caller.rights().check(match.operation().schema().path("permissions"), all);
        if (match.operation().isProxied()) {
            cluster.node(match.inPath().getOrDefault("node", ""));
        }
        if (path.endsWith("/upload")) {
            all.put("tmpfilename", "/var/tmp/pveupload-" + "0".repeat(32));
        }
        ParameterCheck.check(match.operation(), all);
        return routes.find(request.method(), match.operation().path())
                .orElseThrow(() -> notThere(request, path))
                .answer(new Ask(caller, Map.copyOf(all), request.file()));
    }

    private static Refusal notThere(Request request, String path) {
        return Refusal.of(501, "Method '" + request.method() + " " + path + "' not implemented");
    }

    private Answer logIn(Request request) {
        String user = request.parameters().getOrDefault("username", "");
        String realm = request.parameters().getOrDefault("realm", "");
        String whole = user.contains("@") || realm.isEmpty() ? user : user + "@" + realm;
        Doorkeeper.Ticket ticket = doorkeeper.logIn(whole, request.parameters().getOrDefault("password", ""));
        ObjectNode data = Json.object().put("username", whole).put("ticket", ticket.text());
        data.put("CSRFPreventionToken", ticket.csrf());
        data.putObject("cap").putObject("vms").put("VM.Audit", 1);
        return Answer.data(data);
    }

    private static ObjectNode permissions(Caller caller, String asked) {
        ObjectNode all = Json.object();
        if (asked.isEmpty()) {
            caller.rights().granted().forEach((path, privileges) -> grant(all, path, privileges));
        } else {
            grant(
                    all,
                    asked,
                    PRIVILEGES.stream()
                            .filter(p -> caller.rights().has(asked, p))
                            .toList());
        }
        return all;
    }

    private static void grant(ObjectNode all, String path, Collection<String> privileges) {
        if (!privileges.isEmpty()) {
            ObjectNode here = all.putObject(path);
            privileges.forEach(privilege -> here.put(privilege, 1));
        }
    }
}
