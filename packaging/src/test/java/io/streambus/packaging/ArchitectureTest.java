package io.streambus.packaging;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which module and package may import which. The picture is in CONTRIBUTING.md. */
class ArchitectureTest {

    private static final String[] PLUGIN = {"io.streambus.connect.."};

    private static JavaClasses product;

    @BeforeAll
    static void importProduct() {
        product = new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .withImportOption(location -> !location.contains("test-classes") && !location.contains("-tests.jar"))
                .importPackages("io.streambus");
    }

    /** Guards the other rules: on classes that are not there each of them would pass. */
    @Test
    void everyModuleIsLookedAt() {
        Set<String> packages =
                product.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));

        assertThat(packages)
                .contains(
                        "io.streambus.connect.provenance",
                        "io.streambus.connect.smt",
                        "io.streambus.connect",
                        "io.streambus.connect.checkpoint",
                        "io.streambus.runtime",
                        "io.streambus.runtime.rest",
                        "io.streambus.runtime.embedded",
                        "io.streambus.bridge",
                        "io.streambus.bridge.link",
                        "io.streambus.bridge.plan",
                        "io.streambus.bridge.health",
                        "io.streambus.bridge.http",
                        "io.streambus.cli",
                        "io.streambus.demo",
                        "io.streambus.benchmark",
                        "io.streambus.benchmark.trial");
    }

    @Test
    void transformsKnowNothingOfConnectors() {
        noClasses()
                .that(in("smt"))
                .should()
                .dependOnClassesThat(ours().and(not(in("smt"))))
                .check(product);
    }

    @Test
    void thePluginKnowsNothingOfBridgeRuntimeAndDemo() {
        noClasses()
                .that(in("connector"))
                .should()
                .dependOnClassesThat(ours().and(not(in("smt").or(in("connector")))))
                .check(product);
    }

    @Test
    void theRuntimeAdapterKnowsNoOtherModule() {
        noClasses()
                .that(in("runtime-adapter"))
                .should()
                .dependOnClassesThat(ours().and(not(in("runtime-adapter"))))
                .check(product);
    }

    /** A module is a directory of the build, or a jar in a repository. */
    private static DescribedPredicate<JavaClass> in(String module) {
        return describe(
                "are in module " + module,
                type -> type.getBaseComponentType()
                        .getSource()
                        .map(source -> source.getUri().toString())
                        .filter(uri -> uri.contains("/" + module + "/target/")
                                || uri.contains("streambus-connect-" + module + "-"))
                        .isPresent());
    }

    private static DescribedPredicate<JavaClass> ours() {
        return JavaClass.Predicates.resideInAPackage("io.streambus..");
    }

    /** A worker brings these, or must not get them from a plugin. */
    @Test
    void thePluginCarriesNoLibrariesOfTheBridge() {
        noClasses()
                .that()
                .resideInAnyPackage(PLUGIN)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.fasterxml.jackson..",
                        "io.micrometer..",
                        "com.github.benmanes..",
                        "dev.failsafe..",
                        "picocli..",
                        "jakarta..",
                        "org.eclipse.jetty..",
                        "org.glassfish..",
                        "org.apache.logging..")
                .check(product);
    }

    /** Of the rooms of the connector each knows these others, and no more. Those of the transforms are open to all. */
    private static final Map<String, Set<String>> ROOMS = Map.ofEntries(
            Map.entry("log", Set.of()),
            Map.entry("cluster", Set.of("listener")),
            Map.entry("secret", Set.of()),
            Map.entry("listener", Set.of()),
            Map.entry("throttle", Set.of()),
            Map.entry("standstill", Set.of()),
            Map.entry("offset", Set.of("log")),
            Map.entry("identity", Set.of("cluster")),
            Map.entry("refinement", Set.of("offset", "log")),
            Map.entry("topic", Set.of("cluster")),
            Map.entry("limits", Set.of("cluster")),
            Map.entry("fetch", Set.of("cluster")),
            Map.entry("checkpoint", Set.of("offset", "log", "throttle")),
            Map.entry("checkpoint.group", Set.of("checkpoint")),
            Map.entry("progress", Set.of("checkpoint", "offset")),
            Map.entry("evidence", Set.of("cluster", "offset")),
            Map.entry(
                    "start",
                    Set.of("standstill", "evidence", "progress", "checkpoint", "offset", "limits", "topic", "cluster")),
            Map.entry(
                    "partition",
                    Set.of(
                            "start",
                            "standstill",
                            "evidence",
                            "progress",
                            "checkpoint",
                            "limits",
                            "topic",
                            "fetch",
                            "cluster")),
            Map.entry("tombstone", Set.of("checkpoint", "cluster")),
            Map.entry("group.position", Set.of("checkpoint", "offset", "refinement", "topic", "cluster")),
            Map.entry("group", Set.of("group.position", "checkpoint.group", "checkpoint", "topic", "cluster")),
            Map.entry("group.cluster", Set.of("group", "group.position", "checkpoint.group", "refinement", "cluster")),
            Map.entry("convert", Set.of("partition", "progress")),
            Map.entry("config", Set.of("start", "limits", "topic", "fetch", "cluster", "listener", "log", "secret")),
            Map.entry("watch", Set.of("config", "start", "checkpoint", "topic", "identity", "cluster")));

    @Test
    void aRoomOfTheConnectorKnowsOnlyThoseBelowIt() {
        assertKnowOnly("io.streambus.connect.", in("connector"), ROOMS);
    }

    /** Likewise of the bridge. What stands in none of these rooms puts them together. */
    private static final Map<String, Set<String>> ROOMS_OF_THE_BRIDGE = Map.ofEntries(
            Map.entry("link.cluster", Set.of()),
            Map.entry("transaction", Set.of()),
            Map.entry("metrics", Set.of("transaction")),
            Map.entry("lifecycle.queue", Set.of()),
            Map.entry("tls", Set.of()),
            Map.entry("link", Set.of("link.cluster")),
            Map.entry("relation", Set.of("link")),
            Map.entry("health", Set.of("transaction", "link", "relation")),
            Map.entry("json", Set.of("link.cluster")),
            Map.entry("secrets", Set.of("link.cluster")),
            Map.entry("registry", Set.of("link", "link.cluster", "json")),
            Map.entry("plan", Set.of("link", "link.cluster", "secrets")),
            Map.entry("document", Set.of("registry", "link", "link.cluster", "json", "secrets")),
            Map.entry("access", Set.of("tls")),
            Map.entry("runtime", Set.of("plan", "link", "link.cluster", "json")),
            Map.entry("config", Set.of("access", "runtime", "metrics", "secrets", "json")),
            Map.entry("cluster", Set.of("transaction", "plan", "link.cluster", "tls")),
            Map.entry(
                    "store",
                    Set.of("document", "registry", "plan", "link", "link.cluster", "json", "secrets", "cluster")),
            Map.entry("leader", Set.of("store")),
            Map.entry(
                    "lifecycle",
                    Set.of(
                            "lifecycle.queue",
                            "link.cluster",
                            "store",
                            "runtime",
                            "document",
                            "plan",
                            "link",
                            "relation",
                            "json",
                            "cluster")),
            Map.entry("checkpoint", Set.of("lifecycle", "cluster", "plan", "link.cluster")),
            Map.entry(
                    "observe",
                    Set.of(
                            "lifecycle",
                            "checkpoint",
                            "store",
                            "registry",
                            "relation",
                            "cluster",
                            "transaction",
                            "health",
                            "metrics",
                            "plan",
                            "link",
                            "link.cluster",
                            "json")),
            Map.entry("http.route", Set.of("access")),
            Map.entry("http.problem", Set.of("lifecycle", "registry", "store", "cluster", "link", "json")),
            Map.entry("http.body", Set.of("http.problem", "json")),
            Map.entry("http.partition", Set.of("http.problem", "observe", "json")),
            Map.entry(
                    "http.guard",
                    Set.of("http.route", "http.body", "http.problem", "access", "document", "json", "tls")));

    @Test
    void aRoomOfTheBridgeKnowsOnlyThoseBelowIt() {
        assertKnowOnly("io.streambus.bridge.", in("rest-bridge"), ROOMS_OF_THE_BRIDGE);
    }

    private static void assertKnowOnly(
            String prefix, DescribedPredicate<JavaClass> module, Map<String, Set<String>> rooms) {
        rooms.forEach((room, below) -> noClasses()
                .that()
                .resideInAPackage(prefix + room)
                .should()
                .dependOnClassesThat(module.and(describe(
                        "are in a room other than " + below,
                        type -> !type.getPackageName().equals(prefix + room)
                                && below.stream()
                                        .noneMatch(
                                                known -> type.getPackageName().equals(prefix + known)))))
                .check(product));
    }

    private static String room(String name) {
        return "io.streambus.connect." + name;
    }

    /** The bridge reads settings, not the task. */
    @Test
    void onlyTheConnectorItselfKnowsItsTask() {
        noClasses()
                .that()
                .resideOutsideOfPackages(room("source"), "io.streambus.connect")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(room("source"))
                .check(product);
    }

    @Test
    void theRuntimePortKnowsNoneOfItsForms() {
        noClasses()
                .that()
                .resideInAPackage("io.streambus.runtime")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.streambus.runtime.*..", "org.apache.kafka..", "java.net.http..")
                .check(product);
    }

    @Test
    void onlyTheEmbeddedRuntimeImportsWorkerAndBroker() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.streambus.runtime.embedded..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka.connect.runtime..",
                        "org.apache.kafka.connect.cli..",
                        "org.apache.kafka.server..",
                        "org.apache.kafka.metadata..",
                        "org.apache.kafka.raft..",
                        "kafka..")
                .check(product);
    }

    @Test
    void onlyDemoAndBenchmarkStartClustersAndWorkers() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.streambus.runtime.embedded..", "io.streambus.demo..", "io.streambus.benchmark..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.streambus.runtime.embedded..")
                .check(product);
    }

    /** The demo's class path holds neither of the two. */
    @Test
    void theDemoKnowsNeitherThePluginNorTheBridge() {
        noClasses()
                .that()
                .resideInAPackage("io.streambus.demo..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.streambus.connect..", "io.streambus.bridge..", "io.streambus.cli")
                .check(product);
    }

    @Test
    void nothingThatIsShippedKnowsTheBenchmark() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.streambus.benchmark..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.streambus.benchmark..")
                .check(product);
    }

    @Test
    void theRulesOfTheBridgeArePure() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.streambus.bridge.link..",
                        "io.streambus.bridge.registry",
                        "io.streambus.bridge.plan",
                        "io.streambus.bridge.relation",
                        "io.streambus.bridge.health")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..",
                        "java.net.http..",
                        "jakarta..",
                        "org.glassfish..",
                        "org.eclipse.jetty..",
                        "io.streambus.bridge.http..",
                        "io.streambus.bridge.store..",
                        "io.streambus.bridge.observe..",
                        "io.streambus.runtime..")
                .check(product);
    }

    @Test
    void onlyTheHttpPackageKnowsHttpServers() {
        noClasses()
                .that()
                .resideInAPackage("io.streambus..")
                .and()
                .resideOutsideOfPackages("io.streambus.bridge.http..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jakarta.ws.rs..", "jakarta.servlet..", "org.glassfish.jersey..", "org.eclipse.jetty..")
                .check(product);
    }

    @Test
    void theComparisonsRulesReadNoClusters() {
        classes()
                .that()
                .resideInAPackage("io.streambus.demo.compare")
                .and()
                .doNotHaveSimpleName("ClusterComparison")
                .and()
                .haveNameNotMatching(".*PartitionReader.*")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.streambus.demo.compare", "java..")
                .check(product);
    }

    @Test
    void noPackageIsADrawer() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..", "..impl..", "..manager..")
                .check(product);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("io.streambus.(**)").should().beFreeOfCycles().check(product);
    }
}
