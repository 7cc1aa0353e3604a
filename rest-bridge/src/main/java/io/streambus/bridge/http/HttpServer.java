package io.streambus.bridge.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.streambus.bridge.http.guard.AddressLimit;
import io.streambus.bridge.http.guard.HandlerChain;
import io.streambus.bridge.http.guard.HeaderTimeout;
import io.streambus.bridge.http.problem.ExceptionProblems;
import io.streambus.bridge.http.problem.JettyProblems;
import io.streambus.bridge.http.problem.RequestIds;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.servlet.ServletContainer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API on its listeners, bounded in threads, headers, bodies and time. Thread-safe. */
public final class HttpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    /**
     * Jersey warns of every resource that is registered as an instance rather than a class, wrongly. The field keeps java.util.logging from
     * forgetting the level.
     */
    private static final java.util.logging.Logger JERSEY_PROVIDERS =
            java.util.logging.Logger.getLogger("org.glassfish.jersey.internal.inject.Providers");

    static {
        JERSEY_PROVIDERS.setLevel(java.util.logging.Level.SEVERE);
    }

    private static final int MAX_THREADS = 16;
    private static final int MIN_THREADS = 4;
    private static final int IDLE_TIMEOUT_MS = 30_000;
    /** Beyond it, callers wait for a connection to end. */
    private static final int MAX_CONNECTIONS = 256;

    /** Half of them, for what stands before the bridge has one address for all its callers. */
    private static final int MAX_CONNECTIONS_OF_ADDRESS = MAX_CONNECTIONS / 2;

    private static final int STOP_TIMEOUT_MS = 2_000;

    private final Server server;

    private HttpServer(Server server) {
        this.server = server;
    }

    /**
     * Starts serving.
     *
     * @param listeners http and https addresses; port 0 takes a free one
     * @param protection with TLS keys if a listener is https
     * @throws IOException if a listener cannot be opened; the message names it
     */
    public static HttpServer start(
            List<URI> listeners, HandlerChain protection, ServiceGate gate, PrometheusMeterRegistry registry)
            throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS, IDLE_TIMEOUT_MS);
        threads.setName("streambus-http");
        Server server = new Server(threads);
        Optional<TlsListener> tls = protection.tls().map(files -> new TlsListener(files, server));
        tls.ifPresent(server::addBean);
        HeaderTimeout slow = new HeaderTimeout(
                new RequestIds(protection.around(new GracefulHandler(context(gate, registry)))),
                HandlerChain.MESSAGE_PATIENCE);
        AddressLimit addresses = new AddressLimit(MAX_CONNECTIONS_OF_ADDRESS);
        listeners.forEach(listener -> server.addConnector(connector(server, listener, tls, List.of(addresses, slow))));
        server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, server));
        server.setErrorHandler(new JettyProblems());
        server.setHandler(slow);
        server.setStopTimeout(STOP_TIMEOUT_MS);
        HttpServer http = new HttpServer(server);
        try {
            server.start();
            return http;
        } catch (Exception e) {
            http.close();
            throw new IOException(
                    "the REST API cannot listen on " + listeners + ": " + reason(e)
                            + "; see listeners in the bridge's configuration",
                    e);
        }
    }

    private static String reason(Exception e) {
        return e.getCause() == null
                ? e.getMessage()
                : e.getMessage() + " (" + e.getCause().getMessage() + ")";
    }

    private static ServerConnector connector(
            Server server, URI listener, Optional<TlsListener> tls, List<Connection.Listener> told) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(JettyProblems.HEADER_LIMIT);
        http.setResponseHeaderSize(JettyProblems.HEADER_LIMIT);
        http.setIdleTimeout(IDLE_TIMEOUT_MS);
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        ServerConnector connector;
        if ("https".equals(listener.getScheme())) {
            SecureRequestCustomizer secure = new SecureRequestCustomizer();
            // There is one certificate, and callers may come by an address or an alias: they check the name, not we.
            secure.setSniHostCheck(false);
            http.addCustomizer(secure);
            connector = new ServerConnector(
                    server, new SslConnectionFactory(tls.orElseThrow().factory(), plain.getProtocol()), plain);
        } else {
            connector = new ServerConnector(server, plain);
        }
        // Told of connections that open and close; its life is the server's.
        told.forEach(listening -> connector.addBean(listening, false));
        connector.setHost(listener.getHost());
        connector.setPort(listener.getPort());
        connector.setIdleTimeout(IDLE_TIMEOUT_MS);
        return connector;
    }

    private static ServletContextHandler context(ServiceGate gate, PrometheusMeterRegistry registry) {
        ResourceConfig resources = resources(gate, registry);
        ServletHolder servlet = new ServletHolder(new ServletContainer(resources));
        servlet.setAsyncSupported(true);
        servlet.setInitOrder(1);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(servlet, "/*");
        context.setErrorHandler(new JettyProblems());
        return context;
    }

    /** All that is served; a test compares it with the description of the API. */
    static ResourceConfig resources(ServiceGate gate, PrometheusMeterRegistry registry) {
        return new ResourceConfig()
                .registerInstances(new LinksResource(gate), new LinkResource(gate), new RootResource(gate, registry))
                .registerInstances(new CheckpointsResource(gate), new ClustersResource(gate), new OpenApiResource())
                .register(new ExceptionProblems())
                .register(new RequestMeters(registry))
                .register(new LeaderRedirect(gate))
                // What Jersey refuses before it asks the mappers, such as a broken Content-Type, then is an error of
                // Jetty's.
                .addProperties(Map.of(
                        ServerProperties.WADL_FEATURE_DISABLE,
                        true,
                        ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR,
                        false));
    }

    /** The address of the first listener, with the port it really has. */
    public URI url() {
        ServerConnector connector = (ServerConnector) server.getConnectors()[0];
        String scheme = connector.getConnectionFactory(SslConnectionFactory.class) == null ? "http" : "https";
        return URI.create(scheme + "://" + connector.getHost() + ':' + connector.getLocalPort());
    }

    /** Lets calls under way end, for at most 2 s. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            // Jetty has stopped what could be stopped; the process or the test goes on to its end.
            LOG.warn("The HTTP server did not stop cleanly: {}", e.toString());
        }
    }
}
