/**
 * Carries out wishes: one owner per link, who stores a wish before acting on it, compares wish and Connect until they agree, and restarts what
 * fails.
 */
package io.streambus.bridge.lifecycle;
