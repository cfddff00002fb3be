import type { LocaleName } from './locales.ts'
import type { Strings } from './strings.ts'

/** What is said before a catalogue has been loaded, or where it cannot be. */
export type LauncherWords = Pick<Strings, 'messages' | 'close' | 'retry' | 'unreachable'>

/** These words in every language. They are part of the catalogues, too. */
export const launcherWords: Readonly<Record<LocaleName, LauncherWords>> = {
  en: { messages: 'Messages', close: 'Close', retry: 'Retry', unreachable: 'The server cannot be reached.' },
  de: {
    messages: 'Nachrichten',
    close: 'Schließen',
    retry: 'Noch einmal',
    unreachable: 'Der Server ist nicht erreichbar.',
  },
  fr: { messages: 'Messages', close: 'Fermer', retry: 'Réessayer', unreachable: 'Le serveur est injoignable.' },
  es: {
    messages: 'Mensajes',
    close: 'Cerrar',
    retry: 'Reintentar',
    unreachable: 'No se puede acceder al servidor.',
  },
  ar: { messages: 'الرسائل', close: 'إغلاق', retry: 'إعادة المحاولة', unreachable: 'لا يمكن الوصول إلى الخادم.' },
  ja: { messages: 'メッセージ', close: '閉じる', retry: '再試行', unreachable: 'サーバーに接続できません。' },
}
