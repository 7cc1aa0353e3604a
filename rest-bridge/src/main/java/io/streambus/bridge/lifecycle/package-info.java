/**
 * Carries out desired states: one owner per link, who stores a desired state before acting on it, compares desired state and Connect until they agree, and restarts what
 * fails.
 */
package io.streambus.bridge.lifecycle;
