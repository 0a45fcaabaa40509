package dev.vivarium.cloudinit.seed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.vivarium.cloudinit.Secret;
import dev.vivarium.cloudinit.yaml.Yaml;
import dev.vivarium.cloudinit.yaml.YamlMap;
import dev.vivarium.cloudinit.yaml.YamlValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeedTest {
    private static String document(Seed seed, String name) {
        return Objects.requireNonNull(seed.documents().get(name)).reveal();
    }

    @ParameterizedTest
    @ValueSource(strings = {"meta-data", "user-data", "vendor-data", "network-config"})
    void looksAsReviewed(String name) throws IOException {
        try (InputStream golden = SeedTest.class.getResourceAsStream(name + ".golden")) {
            assertThat(document(Sample.seed(), name)).isEqualTo(new String(golden.readAllBytes(), UTF_8));
        }
    }

    @Test
    void givesEveryValueBack() throws IOException {
        YamlMap read = Yaml.read("user-data", document(Sample.seed(), "user-data"));
        List<YamlValue> commands = read.required("runcmd").asList();
        assertThat(commands.stream().map(YamlValue::asStringList))
                .containsExactlyElementsOf(Sample.userData().commands());
        List<YamlValue> files = read.required("write_files").asList();
        List<SeedFile> expected = Sample.userData().files();
        files = files.subList(files.size() - expected.size(), files.size()); // after our own
        for (int i = 0; i < files.size(); i++) {
            YamlMap file = files.get(i).asMap();
            SeedFile given = expected.get(i);
            assertThat(file.required("path").asString()).isEqualTo(given.path());
            assertThat(file.required("permissions").asString()).isEqualTo(given.permissions());
            assertThat(content(file)).isEqualTo(given.content().reveal());
        }
        YamlMap keys = read.required("ssh_keys").asMap();
        assertThat(keys.required("ed25519_private").asString())
                .isEqualTo(Sample.hostKey().privatePem().reveal());
        assertThat(keys.required("ed25519_public").asString()).isEqualTo(Sample.PUBLIC);
    }

    private static String content(YamlMap file) throws IOException {
        InputStream content = new ByteArrayInputStream(
                Base64.getDecoder().decode(file.required("content").asString()));
        boolean packed = file.required("encoding").asString().equals("gz+b64");
        return new String((packed ? new GZIPInputStream(content) : content).readAllBytes(), UTF_8);
    }

    /** cloud-init reads the document several times, slowly. */
    @Test
    void aLongFileIsPacked() throws IOException {
        String text = "echo 'муза'\n".repeat(5000);
        UserData user = new UserData(
                Sample.userData().user(), Sample.hostKey(), List.of(SeedFile.program("/long", text)), List.of());
        assertThat(user.render().reveal()).hasSizeLessThan(5000);
        List<YamlValue> files = Yaml.read("user-data", user.render().reveal())
                .required("write_files")
                .asList();
        assertThat(content(files.get(files.size() - 1).asMap())).isEqualTo(text);
    }

    @Test
    void leavesOutAnEmptyList() {
        UserData bare = new UserData(Sample.userData().user(), Sample.hostKey(), List.of(), List.of());
        assertThat(bare.render().reveal()).doesNotContain("runcmd");
    }

    @Test
    void scrubbedKeepsTheInstanceOnly() {
        Seed scrubbed = Sample.seed().scrubbed();
        assertThat(scrubbed.documents().keySet()).containsExactly("meta-data", "user-data", "vendor-data");
        assertThat(document(scrubbed, "meta-data")).isEqualTo(document(Sample.seed(), "meta-data"));
        assertThat(document(scrubbed, "user-data")).isEqualTo("#cloud-config\n{}\n");
        assertThat(scrubbed.scrubbed()).isEqualTo(scrubbed);
    }

    @Test
    void showsNoSecret() {
        Seed seed = Sample.seed();
        String shown = seed + " " + seed.userData() + seed.documents() + Sample.hostKey();
        assertThat(shown).doesNotContain(Sample.CANARY, "BEGIN OPENSSH", "b3BlbnNzaC1rZXktdjE");
        assertThat(document(seed, "meta-data") + document(seed, "network-config"))
                .doesNotContain(Sample.CANARY);
    }

    @Test
    void asksForIpv6OnlyWhenTold() {
        assertThat(new NetworkConfig("52:54:00:ab:cd:ef", true).render())
                .contains("dhcp6: true")
                .doesNotContain("link-local");
    }

    @ParameterizedTest
    @CsvSource({
        "muse, muse",
        "a, a",
        "muse-2, muse-2",
        "Muse, muse-xxxxxx",
        "' muse ', muse-xxxxxx",
        "Café du Nord, cafe-du-nord-xxxxxx",
        "Муза, node-xxxxxx",
        "Муза №1, node-1-xxxxxx",
        "-, node-xxxxxx",
        "localhost, localhost-xxxxxx",
        "my_node.example.org, my-node-example-org-xxxxxx",
    })
    void makesHostNames(String name, String expected) {
        String hostname = Hostname.from(name);
        assertThat(Hostname.isValid(hostname)).isTrue();
        assertThat(hostname.replaceFirst("-[0-9a-f]{6}$", "-xxxxxx")).isEqualTo(expected);
        assertThat(Hostname.from(name)).isEqualTo(hostname);
        assertThat(Hostname.from(hostname)).isEqualTo(hostname);
    }

    @Test
    void keepsHostNamesApartAndShort() {
        Set<String> names = new HashSet<>();
        for (String name : List.of("Муза", "муза", "МУЗА", "x".repeat(63), "x".repeat(64), "x".repeat(65), "X", "x-")) {
            assertThat(names.add(Hostname.from(name))).as(name).isTrue();
        }
        assertThat(names).allMatch(Hostname::isValid);
        assertThat(Hostname.from("a".repeat(49) + "." + "b".repeat(50)))
                .startsWith("a".repeat(49) + "-")
                .doesNotContain("--");
    }

    @ParameterizedTest
    @ValueSource(strings = {"relative", "/", "/a/", "/a//b", "/a/../b", "/..", "/a\nb", ""})
    void refusesPaths(String path) {
        assertThatIllegalArgumentException().isThrownBy(() -> SeedFile.readable(path, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"52:54:00:AB:CD:EF", "52-54-00-ab-cd-ef", "52:54:00:ab:cd", "53:54:00:ab:cd:ef", ""})
    void refusesMacs(String mac) {
        assertThatIllegalArgumentException().isThrownBy(() -> new NetworkConfig(mac));
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "Муза", "Muse", "1a", "a b", "", "a:b", "a\n"})
    void refusesAccounts(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new LoginUser(name, List.of(Sample.PUBLIC)));
    }

    @Test
    void refusesWhatIsNoKey() {
        LoginUser user = Sample.userData().user();
        assertThatIllegalArgumentException().isThrownBy(() -> new LoginUser("a", List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new LoginUser("a", List.of("ssh-ed25519")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LoginUser("a", List.of(Sample.PUBLIC + "\nssh-rsa A")));
        assertThatIllegalArgumentException().isThrownBy(() -> new HostKeyPair(Secret.of("PEM"), Sample.PUBLIC));
        Secret pem = Sample.hostKey().privatePem();
        assertThatIllegalArgumentException().isThrownBy(() -> new HostKeyPair(pem, "ssh-rsa AAAA"));
        List<List<String>> wordless = List.of(List.of());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UserData(user, Sample.hostKey(), List.of(), wordless));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UserData(user, Sample.hostKey(), List.of(), List.of(List.of("a\0"))).render());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\nb", "-a", "ж", "a/b"})
    void refusesInstanceIds(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> new MetaData(id, "muse"));
        assertThatIllegalArgumentException().isThrownBy(() -> new MetaData("muse", "Муза"));
        assertThatIllegalArgumentException().isThrownBy(() -> new SeedFile("/a", "644", Secret.of("")));
        assertThatIllegalArgumentException().isThrownBy(() -> SeedFile.readable("/a", "\uD83D"));
    }
}
