"use client";
import { ActionIcon, Menu, Tooltip, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import {
  IconBook,
  IconCheck,
  IconDeviceDesktop,
  IconLogout,
  IconMoon,
  IconSun,
  IconTopologyStar3,
} from "@tabler/icons-react";
import Link from "next/link";
import { signOut } from "next-auth/react";
import type { ReactNode } from "react";
import type { Me } from "../api";
import { PersonAvatar } from "../people/person-avatar";
import { Logo } from "./logo";
import classes from "./shell.module.css";

const SCHEMES = [
  { value: "light", label: "Light", icon: IconSun },
  { value: "dark", label: "Dark", icon: IconMoon },
  { value: "auto", label: "Like the system", icon: IconDeviceDesktop },
] as const;

export function Header({ me, children }: { me: Me; children?: ReactNode }) {
  return (
    <header className={classes.header}>
      <Link href="/" className={classes.brand} aria-label="Partwise, all projects">
        <Logo />
        Partwise
      </Link>
      <div className={classes.middle}>{children}</div>
      <div className={classes.actions}>
        <Tooltip label="Networks of this installation">
          <ActionIcon
            component={Link}
            href="/models"
            variant="subtle"
            color="gray"
            size="lg"
            aria-label="Models"
          >
            <IconTopologyStar3 size={18} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
        <UserMenu me={me} />
      </div>
    </header>
  );
}

function UserMenu({ me }: { me: Me }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton aria-label={`Account of ${me.name}`} style={{ borderRadius: "50%" }}>
          <PersonAvatar name={me.name} colour={me.colour} size={32} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.name}
          <br />
          {me.email}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Label>Appearance</Menu.Label>
        {SCHEMES.map(({ value, label, icon: Icon }) => (
          <Menu.Item
            key={value}
            closeMenuOnClick={false}
            leftSection={<Icon size={16} stroke={1.6} />}
            rightSection={colorScheme === value ? <IconCheck size={16} aria-label="chosen" /> : null}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          component={Link}
          href="/guide/find-the-shortcut"
          leftSection={<IconBook size={16} stroke={1.6} />}
        >
          Guide: find the shortcut
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={16} stroke={1.6} />}
          onClick={() => signOut({ redirect: false }).then(() => window.location.assign("/sign-in"))}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
